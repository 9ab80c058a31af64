// The hold model on std::priority_queue, with deterministic order among ties.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <queue>
#include <vector>

struct Entry {
  int64_t dueUs;
  uint64_t rank;  // priority and sequence
  uint32_t value;
};

struct Later {
  bool operator()(const Entry& a, const Entry& b) const {
    return a.dueUs != b.dueUs ? a.dueUs > b.dueUs : a.rank > b.rank;
  }
};

int main(int, char** arguments) {
  std::vector<int32_t> increments(1 << 20);
  FILE* file = fopen(arguments[1], "rb");
  if (!file || fread(increments.data(), 4, increments.size(), file) != increments.size()) return 1;
  fclose(file);
  const long pending = atol(arguments[2]), warmUp = atol(arguments[3]), holds = atol(arguments[4]);
  size_t position = 0;
  auto next = [&] { return increments[position++ & (increments.size() - 1)]; };
  std::priority_queue<Entry, std::vector<Entry>, Later> queue;
  uint64_t sequence = 1ull << 48;
  for (long i = 0; i < pending; i++) queue.push({next(), sequence++, static_cast<uint32_t>(i)});
  uint32_t sum = 0;
  auto hold = [&](long count) {
    sum = 0;
    for (long i = 0; i < count; i++) {
      const Entry entry = queue.top();
      queue.pop();
      queue.push({entry.dueUs + next(), sequence++, entry.value});
      sum += static_cast<uint32_t>(entry.dueUs);
    }
  };
  hold(warmUp);
  const auto start = std::chrono::steady_clock::now();
  hold(holds);
  const std::chrono::nanoseconds taken = std::chrono::steady_clock::now() - start;
  printf("%lld %u\n", static_cast<long long>(taken.count()), sum);
}
