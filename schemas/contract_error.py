"""What the engineer who writes a sector is told."""


class ContractError(Exception):
    """A sector file or a reference table contradicts itself; the engineer who wrote it must act."""
