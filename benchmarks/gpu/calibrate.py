#!/usr/bin/env python3
"""Measures on one GPU what the memory model reckons with, and prints predicted beside measured.

Needs PyTorch with CUDA. Weights are random; only sizes and rates matter. Output: JSON on stdout, a table on stderr.
"""
import json
import os
import subprocess
import sys

import torch
import torch.distributed as dist

MIB = 2**20
GIB = 2**30

V2_LITE = dict(hidden=2048, heads=16, q_lora=0, kv_lora=512, nope=128, rope=64, v=128, dense=10944, experts=64, shared=2, inner=1408)
V3 = dict(hidden=7168, heads=128, q_lora=1536, kv_lora=512, nope=128, rope=64, v=128, dense=18432, experts=256, shared=1, inner=2048)


def attention_shapes(m):
    """MLA projections as (output, input), and the width of each norm."""
    shapes, norms = [], [m["hidden"], m["hidden"], m["kv_lora"]]
    head = m["nope"] + m["rope"]
    if m["q_lora"]:
        shapes += [(m["q_lora"], m["hidden"]), (m["heads"] * head, m["q_lora"])]
        norms.append(m["q_lora"])
    else:
        shapes.append((m["heads"] * head, m["hidden"]))
    shapes += [
        (m["kv_lora"] + m["rope"], m["hidden"]),
        (m["heads"] * (m["nope"] + m["v"]), m["kv_lora"]),
        (m["hidden"], m["heads"] * m["v"]),
    ]
    return shapes, norms


def mlp_shapes(m, width):
    return [(width, m["hidden"]), (width, m["hidden"]), (m["hidden"], width)]


def layer_shapes(m, moe):
    shapes, norms = attention_shapes(m)
    if not moe:
        return shapes + mlp_shapes(m, m["dense"]), norms, []
    shapes += mlp_shapes(m, m["inner"] * m["shared"])
    experts = [(m["experts"], *s) for s in mlp_shapes(m, m["inner"])]
    return shapes, norms, experts + [(m["experts"], m["hidden"])]


def weight(shape, fp8):
    if fp8 and len(shape) >= 2 and shape[-2] > 256:
        blocks = shape[:-2] + (-(-shape[-2] // 128), -(-shape[-1] // 128))
        return [torch.empty(shape, dtype=torch.float8_e4m3fn, device="cuda"), torch.empty(blocks, dtype=torch.float32, device="cuda")]
    return [torch.empty(shape, dtype=torch.bfloat16, device="cuda")]


def predicted_bytes(shape, fp8):
    count = 1
    for n in shape:
        count *= n
    if fp8 and len(shape) >= 2 and shape[-2] > 256:
        blocks = -(-shape[-2] // 128) * -(-shape[-1] // 128)
        for n in shape[:-2]:
            blocks *= n
        return count + 4 * blocks
    return 2 * count


def measure_layer(name, m, moe, fp8):
    torch.cuda.synchronize()
    torch.cuda.empty_cache()
    before, reserved_before = torch.cuda.memory_allocated(), torch.cuda.memory_reserved()
    shapes, norms, experts = layer_shapes(m, moe)
    keep = [weight(s, fp8) for s in shapes + experts] + [weight((n,), False) for n in norms]
    predicted = sum(predicted_bytes(s, fp8) for s in shapes + experts) + sum(2 * n for n in norms)
    measured = torch.cuda.memory_allocated() - before
    reserved = torch.cuda.memory_reserved() - reserved_before
    del keep
    torch.cuda.empty_cache()
    return dict(layer=name, predicted=predicted, allocated=measured, reserved=reserved)


def used():
    free, total = torch.cuda.mem_get_info()
    return total - free


def timed(action, repeat=20):
    for _ in range(3):
        action()
    times = []
    for _ in range(repeat):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        action()
        end.record()
        torch.cuda.synchronize()
        times.append(start.elapsed_time(end) / 1000)
    return sorted(times)[len(times) // 2]


def nvml_total():
    try:
        out = subprocess.run(["nvidia-smi", "--query-gpu=memory.total,driver_version,name", "--format=csv,noheader,nounits"], capture_output=True, text=True, check=True).stdout
        total, driver, name = [p.strip() for p in out.splitlines()[0].split(",")]
        return int(total), driver, name
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None, None, torch.cuda.get_device_name()


def main():
    result = {}
    total_mib, driver, name = nvml_total()
    torch.empty(1, device="cuda")
    result["gpu"] = dict(name=name, driver=driver, torch=torch.__version__, cuda=torch.version.cuda, nvml_total_mib=total_mib, cuda_total_mib=torch.cuda.mem_get_info()[1] / MIB)
    result["context_mib"] = used() / MIB

    before = used()
    a = torch.randn(8192, 8192, dtype=torch.bfloat16, device="cuda")
    b = torch.randn(8192, 8192, dtype=torch.bfloat16, device="cuda")
    seconds = timed(lambda: torch.matmul(a, b))
    result["bf16_matmul_tflops"] = 2 * 8192**3 / seconds / 1e12
    result["cublas_and_tensors_mib"] = (used() - before) / MIB
    torch.cuda.empty_cache()

    scale = torch.ones((), device="cuda")
    x8, y8 = a.to(torch.float8_e4m3fn), b.to(torch.float8_e4m3fn).t().contiguous().t()
    try:
        seconds = timed(lambda: torch._scaled_mm(x8, y8, scale, scale, out_dtype=torch.bfloat16))
        result["fp8_matmul_tflops"] = 2 * 8192**3 / seconds / 1e12
    except RuntimeError as error:
        result["fp8_matmul_tflops"] = None
        result["fp8_error"] = str(error).splitlines()[0]
    del a, b, x8, y8

    source = torch.randint(0, 255, (4 * GIB,), dtype=torch.uint8, device="cuda")
    target = torch.empty_like(source)
    result["copy_tb_s"] = 2 * source.numel() / timed(lambda: target.copy_(source)) / 1e12
    floats = source.view(torch.float32)
    result["read_tb_s"] = source.numel() / timed(lambda: floats.amax()) / 1e12
    # One decode step of a V3 expert slice is a matrix-vector product: weights read once.
    del source, target, floats
    torch.cuda.empty_cache()
    matrix = torch.randn(18432 * 4, 7168, dtype=torch.bfloat16, device="cuda")
    vector = torch.randn(7168, 1, dtype=torch.bfloat16, device="cuda")
    result["gemv_tb_s"] = matrix.numel() * 2 / timed(lambda: torch.matmul(matrix, vector)) / 1e12
    del matrix, vector
    torch.cuda.empty_cache()

    result["layers"] = [
        measure_layer("V2-Lite dense, bf16", V2_LITE, False, False),
        measure_layer("V2-Lite MoE, bf16", V2_LITE, True, False),
        measure_layer("V3 dense, fp8 block", V3, False, True),
        measure_layer("V3 MoE, fp8 block", V3, True, True),
        measure_layer("V3 dense, bf16", V3, False, False),
        measure_layer("V3 MoE, bf16", V3, True, False),
    ]
    # A KV block of MLA in bf16: 64 tokens x 576 values x 61 layers.
    before = torch.cuda.memory_allocated()
    kv = [torch.empty(1000, 64, 576, dtype=torch.bfloat16, device="cuda") for _ in range(61)]
    result["kv_bytes_per_token"] = (torch.cuda.memory_allocated() - before) / 64000
    del kv
    torch.cuda.empty_cache()

    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29511", RANK="0", WORLD_SIZE="1")
    before = used()
    dist.init_process_group("nccl")
    t = torch.ones(1 << 20, device="cuda")
    dist.all_reduce(t)
    torch.cuda.synchronize()
    result["nccl_communicator_mib"] = (used() - before) / MIB
    before = used()
    second = dist.new_group([0])
    dist.all_reduce(t, group=second)
    torch.cuda.synchronize()
    result["second_communicator_mib"] = (used() - before) / MIB
    dist.destroy_process_group()

    before = used()
    stream_input = torch.randn(256, 7168, dtype=torch.bfloat16, device="cuda")
    w = torch.randn(7168, 7168, dtype=torch.bfloat16, device="cuda")
    torch.matmul(stream_input, w)
    graphs, taken = [], used()
    for batch in (1, 2, 4, 8, 16, 32, 64, 128, 256):
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            y = stream_input[:batch]
            for _ in range(61):
                y = torch.matmul(y, w)
        graphs.append(graph)
    torch.cuda.synchronize()
    result["graphs_mib"] = (used() - taken) / MIB

    json.dump(result, sys.stdout, indent=2)
    print()
    for layer in result["layers"]:
        error = 100 * (layer["allocated"] / layer["predicted"] - 1)
        print(f"{layer['layer']:24} predicted {layer['predicted'] / MIB:10.2f} MiB  allocated {layer['allocated'] / MIB:10.2f} MiB  {error:+.4f} %  reserved {layer['reserved'] / MIB:10.2f} MiB", file=sys.stderr)


if __name__ == "__main__":
    main()
