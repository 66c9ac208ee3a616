#!/usr/bin/env python3
"""Times JAX and PyTorch at the training that `npm run check:gpu` times: nanoseconds a step of a run.

    pip install jax torch
    python3 bench/train/peers.py                # on the GPU that they find; about three minutes
    python3 bench/train/peers.py --tiny         # a few steps of a few runs

Where they find no GPU they say so, and are timed on the processor with fewer runs.

The task: one modified Real NPU learns x0 / x1 from batches of 128 rows, drawn anew at each step; squared error
plus beta times the L1 norm, Adam, weights clamped to [-1, 1] and gates to [0, 1]. Peers draw single precision
numbers of their own generators, keep no losses and look for no number that is not one: less than what
tbfigures does at each step. Before anything is timed, one step of each is compared with NumPy in double precision.
"""

import argparse
import functools
import math
import time

import numpy as np

BATCH = 128
EPSILON = 2.0**-23
RATE, BETA1, BETA2, ADAM_EPSILON, NORM = 5e-3, 0.9, 0.999, 1e-8, 1e-9
LOW, HIGH = 1.0, 2.0


def first_parameters(runs, inputs):
    """Weights and gates of each run: [runs, 2, inputs]."""
    weights = np.random.RandomState(runs).uniform(-0.5, 0.5, (runs, 1, inputs))
    return np.concatenate([weights, np.full_like(weights, 0.5)], axis=1).astype(np.float32)


def numpy_step(parameters, uniform):
    """One step of one run in double precision, its gradient by hand: parameters [2, inputs], uniform [inputs, rows]."""
    weights, raw = parameters.astype(np.float64)
    x = LOW + (HIGH - LOW) * uniform.astype(np.float64)
    gate = np.clip(raw, 0, 1)[:, None]
    size = gate * (np.abs(x) + EPSILON) + 1 - gate
    angle = np.where(x < 0, gate * math.pi, 0)
    logarithm, turn = weights @ np.log(size), weights @ angle
    error = np.exp(logarithm) * np.cos(turn) - x[0] / x[1]
    share = 2 * error / error.size
    to_log, to_turn = share * np.exp(logarithm) * np.cos(turn), -share * np.exp(logarithm) * np.sin(turn)
    of_weights = np.log(size) @ to_log + angle @ to_turn
    inside = (np.abs(x) + EPSILON - 1) / size * to_log + np.where(x < 0, math.pi, 0) * to_turn
    of_gates = weights * inside.sum(axis=1)
    gradient = np.stack([of_weights, of_gates]) + NORM * np.sign(parameters)
    first, second = (1 - BETA1) * gradient, (1 - BETA2) * gradient**2
    moved = parameters - RATE / (1 - BETA1) * first / (np.sqrt(second) / math.sqrt(1 - BETA2) + ADAM_EPSILON)
    return np.stack([np.clip(moved[0], -1, 1), np.clip(moved[1], 0, 1)])


def compare(name, parameters, uniform, after):
    """Adam's first step has the size of the rate: what differs by a part of it comes from another gradient."""
    expected = np.stack([numpy_step(one, drawn) for one, drawn in zip(parameters, uniform)])
    furthest = np.abs(np.asarray(after, np.float64) - expected).max()
    assert furthest < 1e-2 * RATE, f"{name}: a step differs by {furthest:.2e}"
    return furthest


def jax_device():
    """What JAX computes on; None where it is not installed."""
    try:
        import jax
    except ImportError:
        return None
    return jax.default_backend()


def torch_device():
    try:
        import torch
    except ImportError:
        return None
    return "cuda" if torch.cuda.is_available() else "cpu"


def jax_peer(runs, inputs, steps):
    import jax
    import jax.numpy as jnp

    def loss(parameters, uniform):
        weights, raw = parameters
        gate = jnp.clip(raw, 0, 1)
        x = LOW + (HIGH - LOW) * uniform
        logarithm = turn = 0.0
        for i in range(inputs):
            size = gate[i] * (jnp.abs(x[i]) + EPSILON) + 1 - gate[i]
            logarithm += weights[i] * jnp.log(size)
            turn += weights[i] * jnp.where(x[i] < 0, gate[i] * math.pi, 0.0)
        y = jnp.exp(logarithm) * jnp.cos(turn)
        return jnp.mean(jnp.square(y - x[0] / x[1])) + NORM * jnp.abs(parameters).sum()

    gradients = jax.vmap(jax.grad(loss))
    low = jnp.array([-1.0, 0.0])[:, None]

    def update(state, uniform):
        parameters, first, second, step = state
        step += 1
        gradient = gradients(parameters, uniform)
        first = BETA1 * first + (1 - BETA1) * gradient
        second = BETA2 * second + (1 - BETA2) * gradient * gradient
        root = jnp.sqrt(second) / jnp.sqrt(1 - BETA2**step) + ADAM_EPSILON
        parameters = jnp.clip(parameters - RATE / (1 - BETA1**step) * first / root, low, 1.0)
        return parameters, first, second, step

    @functools.partial(jax.jit, donate_argnums=0, static_argnums=(2, 3))
    def block(state, key, unroll, count):
        def body(state, key):
            return update(state, jax.random.uniform(key, (runs, inputs, BATCH))), None

        return jax.lax.scan(body, state, jax.random.split(key, count), unroll=unroll)[0]

    def fresh():
        parameters = jnp.asarray(first_parameters(runs, inputs))
        return parameters, jnp.zeros_like(parameters), jnp.zeros_like(parameters), jnp.float32(0)

    uniform = np.random.RandomState(1).random_sample((runs, inputs, BATCH)).astype(np.float32)
    compare("JAX", first_parameters(runs, inputs), uniform, jax.jit(update)(fresh(), uniform)[0])

    times = {}
    for generator in ("threefry2x32", "rbg"):
        for unroll in (1, 4):
            key = jax.random.key(3, impl=generator)
            state = jax.block_until_ready(block(fresh(), key, unroll, steps))
            start = time.perf_counter()
            state = jax.block_until_ready(block(state, key, unroll, steps))
            times[f"{generator}, unrolled {unroll}"] = (time.perf_counter() - start) / steps
    best = min(times, key=times.get)
    return times[best], f"vmap and scan, {best}"


def torch_peer(runs, inputs, steps):
    import torch

    device = torch_device()
    # The step's number as a tensor: a graph replays the same code.
    parameters = torch.tensor(first_parameters(runs, inputs), device=device)
    first, second = torch.zeros_like(parameters), torch.zeros_like(parameters)
    powers = torch.ones(2, device=device)
    decays = torch.tensor([BETA1, BETA2], device=device)
    uniform = torch.empty((runs, inputs, BATCH), device=device)

    def update():
        weights, raw = parameters[:, 0, :, None], parameters[:, 1, :, None]
        x = LOW + (HIGH - LOW) * uniform
        gate, negative = raw.clamp(0, 1), x < 0
        size = gate * (x.abs() + EPSILON) + 1 - gate
        angle = torch.where(negative, gate * math.pi, 0.0)
        logs = size.log()
        logarithm, turn = (weights * logs).sum(1), (weights * angle).sum(1)
        magnitude = logarithm.exp()
        share = 2 / BATCH * (magnitude * turn.cos() - x[:, 0] / x[:, 1]) * magnitude
        to_log, to_turn = (share * turn.cos())[:, None], (-share * turn.sin())[:, None]
        of_weights = (logs * to_log + angle * to_turn).sum(2)
        inside = (x.abs() + EPSILON - 1) / size * to_log + torch.where(negative, math.pi, 0.0) * to_turn
        gradient = torch.stack([of_weights, weights[..., 0] * inside.sum(2)], 1)
        gradient += NORM * parameters.sign()
        powers.mul_(decays)
        first.lerp_(gradient, 1 - BETA1)
        second.mul_(BETA2).addcmul_(gradient, gradient, value=1 - BETA2)
        root = second.sqrt() / (1 - powers[1]).sqrt() + ADAM_EPSILON
        parameters.sub_(RATE / (1 - powers[0]) * first / root)
        parameters[:, 0].clamp_(-1, 1)
        parameters[:, 1].clamp_(0, 1)

    drawn = np.random.RandomState(1).random_sample((runs, inputs, BATCH)).astype(np.float32)
    uniform.copy_(torch.from_numpy(drawn))
    update()
    compare("PyTorch", first_parameters(runs, inputs), drawn, parameters.cpu().numpy())

    def step():
        uniform.uniform_()
        update()

    if device == "cpu":
        start = time.perf_counter()
        for _ in range(steps):
            step()
        return (time.perf_counter() - start) / steps, "step by step on the processor"
    in_graph = 10
    stream = torch.cuda.Stream()
    with torch.cuda.stream(stream):
        for _ in range(3):
            step()
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        for _ in range(in_graph):
            step()
    graph.replay()
    torch.cuda.synchronize()
    replays = max(1, steps // in_graph)
    start = time.perf_counter()
    for _ in range(replays):
        graph.replay()
    torch.cuda.synchronize()
    return (time.perf_counter() - start) / replays / in_graph, "CUDA graph, gradient by hand"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--tiny", action="store_true", help="a few steps of a few runs")
    tiny = arguments.parse_args().tiny
    counts, steps = ((1, 3), 20) if tiny else ((1, 225, 4224, 16896), 1000)
    on_processor = [name for name, device in (("JAX", jax_device), ("PyTorch", torch_device)) if device() == "cpu"]
    if on_processor:
        print(f"No GPU for {' and '.join(on_processor)}: these are times of the processor.", flush=True)
        counts, steps = tuple(count for count in counts if count <= 225), min(steps, 100)
    print("peer\tinputs\truns\tns a step of a run\thow")
    for name, peer in (("JAX", jax_peer), ("PyTorch", torch_peer)):
        for inputs in (2, 10):
            for runs in counts:
                try:
                    seconds, how = peer(runs, inputs, steps)
                except ImportError as error:
                    print(f"{name}\t\t\t\tnot here: {error}", flush=True)
                    break
                print(f"{name}\t{inputs}\t{runs}\t{1e9 * seconds / runs:.3g}\t{how}", flush=True)


if __name__ == "__main__":
    main()
