"""City Cockpit: standardised city indicators, from departments' files to the screen."""
