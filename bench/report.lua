-- One line for bench/run: requests/s, p50 and p99 in ms, answers that were not 2xx or did not come, bytes per answer.
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("result %.1f %.2f %.2f %d %.0f\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout, summary.bytes / summary.requests))
end
