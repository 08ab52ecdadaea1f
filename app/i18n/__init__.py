"""Words in every language: the translation catalogue, numbers, dates and periods as people write them.

Every YAML leaf is `{zh: …, en: …}`. Keys are the path to the leaf, prefixed by where the file stands:
`app/ui/text.yaml` → `ui.…`, `app/pages/<page>/text.yaml` → `<page>.…`,
`app/i18n/errors/*.yaml` → `errors.…`, any other file of `app/i18n` → its own name.
"""

from app.i18n.catalogue import Translator, explain, translator

__all__ = ["Translator", "explain", "translator"]
