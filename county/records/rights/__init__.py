"""What residents may ask of those who keep data, and for how long anything is kept."""
