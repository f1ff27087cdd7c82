"""The visit's money: bill, payments, settling."""
