"""Our search and answers next to LangChain's usual recipe, on the same files in one run.

    python -m evals.benchmarks.langchain_recipe [--passages N…] [--data FILE] [--json]

The recipe: the usual loaders, `RecursiveCharacterTextSplitter` (1,000 characters, 200 of overlap), Chroma with
all-MiniLM-L6-v2, `BM25Retriever` and the vectors in `EnsembleRetriever` at equal weight, ten passages each, and
`index()` with a record manager to ingest again. Everything is as it comes; nothing is tuned on either side.

Each side runs in processes of its own with the same number of threads; questions go to both in turn.
"""
