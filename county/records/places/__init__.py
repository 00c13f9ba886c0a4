"""The county's areas, down to the grid."""
