"""What came by push: the rows of ready figures, so that they can be shown and put right"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pushed_message",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["run_id"], ["load_run.id"]),
        sa.PrimaryKeyConstraint("run_id"),
    )
    op.execute("INSERT INTO pushed_message (run_id) SELECT run_id FROM push")  # their rows were not kept


def downgrade() -> None:
    op.drop_table("pushed_message")
