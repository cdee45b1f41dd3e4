"""Numbers in addresses that no record can have."""

import pytest

from tests.pages import checked

TOO_LARGE = [2**31, 2**63, 10**20, 10**300]


@pytest.mark.parametrize("number", TOO_LARGE, ids=["2^31", "2^63", "10^20", "10^300"])
@pytest.mark.parametrize(
    "address",
    ["/people/{}", "/people/{}/edit", "/people/1/affiliations/{}/edit", "/meetings/{}",
     "/meetings/{}.ics", "/admin/accounts/{}/edit", "/strategy/{}"],
)  # fmt: skip
def test_a_number_that_no_record_can_have_is_not_found(admin, address, number):
    checked(admin.get(address.format(number)), 404)


@pytest.fixture(scope="module")
def admin(sample_app, signed_in):
    return signed_in(sample_app, "admin@example.org")
