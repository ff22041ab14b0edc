"""``make bench``: pages, votes, live sessions, counting, one after the other, on this machine."""

import subprocess
import sys

for name in ("pages", "votes", "live", "tally"):
    print(f"\n== {name} ==", flush=True)
    subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)
