"""Fingerprints of roll-ups stay at 40 bits: sums modulo 2^40"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The low 40 bits of the old plain sums are the new sums.
    op.execute("UPDATE cell SET fp = fp & 1099511627775 WHERE fp > 1099511627775")


def downgrade() -> None:
    # What was cut off cannot be found again; two roll-ups of the same cells still agree.
    pass
