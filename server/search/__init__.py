"""Things found by what people call them: names, numbers, citations, with typing errors put right."""
