"""WeCom 企业微信: the county writes to residents and officers where they already are."""
