"""The hold model on SimPy: every entry is a process that waits for a timeout again and again."""
import array
import sys
import time

import simpy

path, pending, warm_up, holds = sys.argv[1], *map(int, sys.argv[2:])
increments = array.array('i')
with open(path, 'rb') as file:
    increments.frombytes(file.read())
mask = len(increments) - 1
position = 0
total = 0
env = simpy.Environment()


def client():
    global position, total
    while True:
        delay = increments[position & mask]
        position += 1
        yield env.timeout(delay)
        total += env.now


for _ in range(pending):
    env.process(client())
for _ in range(pending):  # The first step of each process.
    env.step()
for _ in range(warm_up):
    env.step()
total = 0
start = time.perf_counter_ns()
for _ in range(holds):
    env.step()
taken = time.perf_counter_ns() - start
print(taken, total % 2**32)
