"""Comments of department heads on their figures"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"  # 0006 was never given out
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=80), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("closed_by", sa.String(length=80)),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("closed_note", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("comment_figure", "comment", ["indicator", "area", "period"], unique=False)


def downgrade() -> None:
    op.drop_index("comment_figure", table_name="comment")
    op.drop_table("comment")
