# syntax=docker/dockerfile:1
FROM node:20-bookworm-slim AS node

FROM rust:1.95-bookworm AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src
# The tools first, by the same script and versions as everywhere: this layer outlives changes of the code.
COPY .npmrc package.json package-lock.json ./
COPY scripts scripts
RUN scripts/setup build
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    scripts/release && \
    mkdir /out && \
    cp -r target/release/drop target/release/hash.txt target/release/sandbox-bank target/site /out/

FROM debian:12-slim
RUN useradd --system --uid 10001 --no-create-home drop
WORKDIR /app
COPY --from=build /out ./
USER drop
ENV LEPTOS_OUTPUT_NAME=drop \
    LEPTOS_SITE_ROOT=/app/site \
    LEPTOS_SITE_PKG_DIR=pkg \
    LEPTOS_SITE_ADDR=0.0.0.0:3000 \
    LEPTOS_HASH_FILES=true \
    LEPTOS_HASH_FILE_NAME=hash.txt \
    DROP_ENV=production \
    DROP_ADDR=0.0.0.0:3000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/3000 && printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
CMD ["/app/drop", "serve"]
