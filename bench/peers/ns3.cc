// The hold model through ns-3's Simulator::Schedule, on its heap scheduler.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "ns3/core-module.h"

using namespace ns3;

static std::vector<int32_t> increments(1 << 20);
static size_t position = 0;
static long toStart, toStop;
static uint32_t sum = 0;
static std::chrono::steady_clock::time_point start;
static std::chrono::nanoseconds taken;

static Time Next() { return MicroSeconds(increments[position++ & (increments.size() - 1)]); }

static void Hold() {
  if (toStart-- == 0) {
    sum = 0;
    start = std::chrono::steady_clock::now();
  }
  if (toStart < 0 && toStop-- == 0) {
    taken = std::chrono::steady_clock::now() - start;
    Simulator::Stop();
    return;
  }
  sum += static_cast<uint32_t>(Simulator::Now().GetMicroSeconds());
  Simulator::Schedule(Next(), &Hold);
}

int main(int, char** arguments) {
  FILE* file = fopen(arguments[1], "rb");
  if (!file || fread(increments.data(), 4, increments.size(), file) != increments.size()) return 1;
  fclose(file);
  const long pending = atol(arguments[2]);
  toStart = atol(arguments[3]);
  toStop = atol(arguments[4]);
  ObjectFactory scheduler;
  scheduler.SetTypeId("ns3::HeapScheduler");
  Simulator::SetScheduler(scheduler);
  for (long i = 0; i < pending; i++) Simulator::Schedule(Next(), &Hold);
  Simulator::Run();
  printf("%lld %u\n", static_cast<long long>(taken.count()), sum);
}
