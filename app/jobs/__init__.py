"""Work that runs by itself: schedules and the watched folder of deliveries."""
