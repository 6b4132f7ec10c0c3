"""Dialogs: opened with ``open()``, so that the window goes on living behind them."""
