"""Language models, asked for candidates; the only room that knows LangChain."""
