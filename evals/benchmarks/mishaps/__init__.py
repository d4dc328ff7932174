"""What may befall a data folder, each with a reader that asks all the while."""
