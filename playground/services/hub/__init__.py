"""The model hub: search it, and fetch models from it. The only home of huggingface_hub here."""
