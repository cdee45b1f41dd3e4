"""The 17 sustainable development goals, which every installation refers to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GOALS = [
    (1, "Utrydde fattigdom", "No poverty"),
    (2, "Utrydde sult", "Zero hunger"),
    (3, "God helse og livskvalitet", "Good health and well-being"),
    (4, "God utdanning", "Quality education"),
    (5, "Likestilling mellom kjønnene", "Gender equality"),
    (6, "Rent vann og gode sanitærforhold", "Clean water and sanitation"),
    (7, "Ren energi til alle", "Affordable and clean energy"),
    (8, "Anstendig arbeid og økonomisk vekst", "Decent work and economic growth"),
    (9, "Industri, innovasjon og infrastruktur", "Industry, innovation and infrastructure"),
    (10, "Mindre ulikhet", "Reduced inequalities"),
    (11, "Bærekraftige byer og lokalsamfunn", "Sustainable cities and communities"),
    (12, "Ansvarlig forbruk og produksjon", "Responsible consumption and production"),
    (13, "Stoppe klimaendringene", "Climate action"),
    (14, "Livet i havet", "Life below water"),
    (15, "Livet på land", "Life on land"),
    (
        16,
        "Fred, rettferdighet og velfungerende institusjoner",
        "Peace, justice and strong institutions",
    ),
    (17, "Samarbeid for å nå målene", "Partnerships for the goals"),
]

LINKS = ("strategy_sdg", "priority_sdg")

sdg = sa.table(
    "sdg",
    sa.column("number", sa.Integer),
    sa.column("name", sa.String),
    sa.column("name_en", sa.String),
)


def upgrade() -> None:
    known = set(op.get_bind().scalars(sa.select(sdg.c.number)))
    missing = [
        {"number": number, "name": name, "name_en": name_en}
        for number, name, name_en in GOALS
        if number not in known
    ]
    if missing:
        op.bulk_insert(sdg, missing)


def downgrade() -> None:
    """Take away the goals that no record refers to; a strategy keeps those it has named."""
    named = sa.union(
        *(sa.select(sa.column("sdg_number")).select_from(sa.table(name)) for name in LINKS)
    )
    op.execute(sdg.delete().where(sdg.c.number.not_in(named)))
