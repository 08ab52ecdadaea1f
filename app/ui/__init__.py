"""The look: page frame, components and figures. Knows no service; pages hand it what to show."""
