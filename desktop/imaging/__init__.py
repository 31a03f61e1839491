"""Pixels in, pixels out: functions on bytes and Pillow images, no database."""
