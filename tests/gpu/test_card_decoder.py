"""A small decoder with random weights: time to the first token and time of one more, by precision and batch."""

import pytest

from gpu.measure import Technique
from gpu.place import sizes

SHAPE = sizes(card=((16, 2048, 16, 4, 128, 8192, 32768),), tiny=((2, 128, 2, 1, 64, 128, 64),))[0]
CONTEXT = sizes(card=(1024,), tiny=(64,))[0]
# Weights, then bits of the KV cache. The error grows with the layers; FP8 also rounds what runs through them.
PRECISIONS = (("bf16", 16), ("fp8", 8), ("int4", 4))
BOUNDS = {"bf16": 5e-2, "fp8": 2e-1, "int4": 5e-2}


@pytest.mark.parametrize("batch", sizes(card=(1, 16), tiny=(1,)))
@pytest.mark.parametrize(("weights", "bits"), PRECISIONS)
def test_time_to_first_token(found, measured, weights, bits, batch):
    """The whole prompt at once, its keys and values stored in pages, to the logits of the first token."""
    from gpu import decoder

    torch, shape = found.torch, decoder.Shape(*SHAPE)

    def make(seed):
        generator = torch.Generator(found.device).manual_seed(seed)
        prompt = torch.randint(shape.vocabulary, (batch, CONTEXT), generator=generator, device=found.device)
        return decoder.decoder(found, seed, shape, weights), prompt

    technique = Technique(
        make,
        lambda i: decoder.prefill(*i, bits, found.processors),
        lambda i: decoder.prefill_reference(i[0], i[1][:1]),
        lambda i, result: result[0][:1],
        graph=True,
    )
    work = decoder.work(shape, batch, CONTEXT, CONTEXT, weights, bits)
    measured(
        technique, work, f"{weights}, kv{bits}", BOUNDS[weights], phase="prefill", batch=batch, input_length=CONTEXT,
        weight_format=weights, kv_cache_bits=bits, baseline=weights == "bf16",
    )  # fmt: skip


@pytest.mark.parametrize("batch", sizes(card=(1, 16, 64), tiny=(2,)))
@pytest.mark.parametrize(("weights", "bits"), PRECISIONS)
def test_time_per_output_token(found, measured, weights, bits, batch):
    """One more token for every sequence of the batch: the step's launches in one graph."""
    from gpu import decoder
    from gpu.paged_decode import PAGE

    torch, shape = found.torch, decoder.Shape(*SHAPE)

    def make(seed):
        model = decoder.decoder(found, seed, shape, weights)
        pages, seen = decoder.caches(found, seed, shape, batch, CONTEXT, bits)
        generator = torch.Generator(found.device).manual_seed(seed)
        token = torch.randint(shape.vocabulary, (batch,), generator=generator, device=found.device)
        table = torch.arange(batch * CONTEXT // PAGE, dtype=torch.int32, device=found.device).reshape(batch, -1)
        return model, token, pages, table, seen

    technique = Technique(
        make,
        lambda i: decoder.step(*i[:4], bits, found.processors),
        lambda i: decoder.step_reference(i[0], i[1][:1], i[4]),
        lambda i, result: result[:1],
        graph=True,
    )
    work = decoder.work(shape, batch, 1, CONTEXT, weights, bits)
    measured(
        technique, work, f"{weights}, kv{bits}", BOUNDS[weights], phase="decode", batch=batch, context=CONTEXT,
        weight_format=weights, kv_cache_bits=bits, baseline=weights == "bf16",
    )  # fmt: skip
