"""What a careful script does with ctransformers; reads one request a line, answers with seconds."""

import json
import sys
import time

from ctransformers import LLM, Config

path, threads, build, context, batch = sys.argv[1], int(sys.argv[2]), *sys.argv[3:6]
llm = LLM(path, "gguf", config=Config(context_length=int(context), threads=threads), lib=build)

for line in sys.stdin:
    prompt, limit = json.loads(line)
    started = time.perf_counter()
    llm.reset()
    llm.eval(prompt, batch_size=int(batch), threads=threads)
    for count in range(limit):
        token = llm.sample(
            top_k=40, top_p=0.95, temperature=0.8, repetition_penalty=1.1, seed=count
        )
        llm.is_eos_token(token)
        llm.detokenize([token])
        if count + 1 < limit:
            llm.eval([token], batch_size=1, threads=threads)
    print(json.dumps([time.perf_counter() - started, limit]), flush=True)
