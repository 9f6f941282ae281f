"""Two interpreters play the same stories; ../witness.py is the command that runs them."""
