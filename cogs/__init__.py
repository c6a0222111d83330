"""The Discord face of each feature: commands, buttons, forms, panels, senders."""
