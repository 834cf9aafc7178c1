"""The llama.cpp engine, for GGUF files of today's architectures, through xllamacpp."""
