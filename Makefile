# 通途：两条命令。make run 建好、跑主流程、打开网页；make test 建好并跑全部测试。其余是维护用的。
CARGO ?= cargo
export CARGO_TERM_COLOR ?= auto

.PHONY: run test check checks bench fuzz release setup setup-run demo clean web shots

# 网页的源文件：哪个变了就重新构建
WEB := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -print)

run: setup-run web/dist/index.html
	$(CARGO) build --release --locked --bin tongtu
	./target/release/tongtu run
	./target/release/tongtu serve --demo --day 2021-06-30

web: web/dist/index.html

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund

web/dist/index.html: $(WEB) web/node_modules/.package-lock.json
	cd web && npm run --silent build

test: setup web/dist/index.html
	cd web && npm run --silent check && npm run --silent test
	TONGTU_REQUIRE_ALL=1 $(CARGO) test --release --locked --workspace
	bash tests/journeys.sh
	bash tests/schema.sh

check:
	$(CARGO) fmt --all --check
	$(CARGO) clippy --release --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --release --locked --workspace --no-deps

# 要机器闲着，半小时上下；单看一项：bash bench/run.sh、bench/office.sh、bench/server.sh
bench: setup web/dist/index.html
	bash bench/run.sh
	bash bench/office.sh 1000000
	bash bench/server.sh

# 校核规则一览 docs/checks.md；加了规则后运行它（旁边要有创始报告）
checks:
	TONGTU_WRITE_CHECKS=1 $(CARGO) test --release --locked --package report --test measured the_page

# 模糊测试，每个目标 FUZZ_SECONDS 秒（默认 60）；要 nightly，自己装
fuzz:
	bash fuzz/run.sh

# 每一页的截图（1366×768 和 375×812），写到 target/shots
shots: setup web/dist/index.html
	$(CARGO) build --release --locked --bin tongtu
	bash tests/journeys.sh shots

# 演示台账由生成程序写出；改了生成程序后运行它
demo:
	$(CARGO) run --release --locked --package demo

release: check test
	$(CARGO) build --release --locked --bin tongtu

setup-run:
	@bash tools/setup.sh run

setup:
	@bash tools/setup.sh test

clean:
	$(CARGO) clean
	rm -rf out data web/node_modules web/dist/assets web/dist/index.html
