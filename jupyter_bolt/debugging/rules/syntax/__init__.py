"""Rules for slips of syntax. They work on the text and its tokens: what does not parse has no tree."""
