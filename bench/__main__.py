"""``make bench``: pages, votes, counting, one after the other, on this machine."""

import subprocess
import sys

for name in ("pages", "votes", "tally"):
    print(f"\n== {name} ==", flush=True)
    subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)
