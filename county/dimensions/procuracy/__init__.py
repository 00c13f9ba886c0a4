"""Rule of law: procuratorial suggestions, law lessons enterprises order, duty desk, liaison."""
