"""What Discord allows and refuses: limits, permissions, shapes of bodies. No state."""
