from tests.accounts.conftest import account_of

__all__ = ["account_of"]
