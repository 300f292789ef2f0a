"""What lies in an export and how to read it, in both languages; the order of the two is the one of law 20."""

from datetime import datetime

from campaign.db import Side
from campaign.exports.data import EXPORTED, LEFT_OUT

ENGLISH = """# Export of {side}, {at} UTC

Everything that {side} may read in this installation: its own data, and what both countries share.

- `tables/*.csv`: {count} tables, UTF-8 with a byte order mark, commas, one heading line. An apostrophe before `=`,
  `+`, `-` or `@` keeps a spreadsheet from calculating; it is not part of the text. Instants are UTC; keys are text.
- `tables.xlsx`: the same tables as sheets of one workbook. Cells over 32,767 characters are cut there; CSV is whole.
- `files/`: sheets, logos and tables that were sent, under their SHA-256.
- `missing-files.txt`: files that a table names and the store did not have whole; empty when all are there.
- `checkpoint.json`: where the audit record ended, signed. Keep it where nobody else can reach it:
  `python3 -m campaign audit verify --checkpoint checkpoint.json` later proves that nothing before it was changed.
- `manifest.csv`: size and SHA-256 of every file here.

Not here: passwords and other secrets, what is internal to the other country, consent documents, and the tables
{left_out}.
"""
SPANISH = """# Exportación de {side}, {at} UTC

Todo lo que {side} puede leer en esta instalación: sus propios datos y lo que ambos países comparten.

- `tables/*.csv`: {count} tablas, UTF-8 con marca de orden de bytes, con comas y con una línea de encabezados. Un
  apóstrofo antes de `=`, `+`, `-` o `@` evita que la hoja de cálculo haga una operación; no es parte del texto. Las
  horas están en UTC; las claves son texto.
- `tables.xlsx`: las mismas tablas como hojas de un libro. Ahí se cortan las celdas de más de 32,767 caracteres; el CSV
  está completo.
- `files/`: las hojas, los logotipos y las tablas que se enviaron, con su SHA-256 como nombre.
- `missing-files.txt`: los archivos que nombra una tabla y que el almacén no tenía completos; vacío si están todos.
- `checkpoint.json`: dónde terminaba el registro de auditoría, con firma. Guárdelo donde nadie más lo alcance:
  `python3 -m campaign audit verify --checkpoint checkpoint.json` prueba más tarde que nada anterior cambió.
- `manifest.csv`: tamaño y SHA-256 de cada archivo.

No se incluyen: contraseñas ni otros secretos, lo interno del otro país, los documentos de consentimiento ni las tablas
{left_out}.
"""
NAMES = {Side.US: ("the United States", "Estados Unidos"), Side.MX: ("Mexico", "México")}


def readme(side: Side, at: datetime) -> str:
    """Both languages, the one of the side's country first."""
    words = {
        "at": f"{at:%Y-%m-%d %H:%M}",
        "count": len(EXPORTED),
        "left_out": ", ".join(f"`{n}`" for n in sorted(LEFT_OUT)),
    }
    english, spanish = NAMES[side]
    texts = [ENGLISH.format(side=english, **words), SPANISH.format(side=spanish, **words)]
    return "\n---\n\n".join(texts if side is Side.US else reversed(texts))
