# Each target is one script; `make lab PORT=9999 ARGS=--no-browser` hands both on.
.PHONY: install lab test check soak bench lock wheel clean

install:
	@scripts/install

lab:
	@PORT=$(PORT) scripts/lab $(ARGS)

test:
	@scripts/test $(ARGS)

check:
	@scripts/check

soak:
	@scripts/soak $(ARGS)

bench:
	@scripts/bench $(ARGS)

lock:
	@scripts/lock

wheel:
	@scripts/wheel

clean:
	rm -rf .venv .lab .reports dist labextension/lib labextension/node_modules tests/ui/node_modules tests/models/node_modules jupyter_bolt/labextension
