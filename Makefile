# 通途：两条命令。make run 建好并跑主流程；make test 建好并跑全部测试。其余是维护用的。
CARGO ?= cargo
export CARGO_TERM_COLOR ?= auto

.PHONY: run test check checks bench fuzz release setup setup-run demo clean

run: setup-run
	$(CARGO) build --release --locked --bin tongtu
	./target/release/tongtu run

test: setup
	TONGTU_REQUIRE_ALL=1 $(CARGO) test --release --locked --workspace

check:
	$(CARGO) fmt --all --check
	$(CARGO) clippy --release --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --release --locked --workspace --no-deps

bench: setup
	bash bench/run.sh

# 校核规则一览 docs/checks.md；加了规则后运行它（旁边要有创始报告）
checks:
	TONGTU_WRITE_CHECKS=1 $(CARGO) test --release --locked --package report --test measured the_page

# 模糊测试，每个目标 FUZZ_SECONDS 秒（默认 60）；要 nightly，自己装
fuzz:
	bash fuzz/run.sh

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
	rm -rf out data
