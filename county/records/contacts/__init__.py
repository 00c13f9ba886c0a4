"""Residents whom officers have as contacts in WeCom: by which code, what was sent, who follows."""
