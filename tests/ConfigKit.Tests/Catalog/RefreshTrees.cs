namespace ConfigKit.Tests.Catalog;

/// <summary>Modules in the forms in which vLLM and SGLang write theirs, with nothing of what they import.</summary>
internal static class RefreshTrees
{
    public const string VllmArguments = """
        import argparse
        import torch
        from dataclasses import fields
        from vllm.config import Config
        from vllm.utils import FlexibleArgumentParser

        def kwargs(cls):
            made = {}
            for field in fields(cls):
                made[field.name] = {"default": field.default, "help": ""}
                if field.type is bool:
                    made[field.name]["action"] = argparse.BooleanOptionalAction
                elif field.name == "cache_dtype":
                    made[field.name].update(type=str, choices=list(field.type.__args__))
                else:
                    made[field.name]["type"] = field.type
            return made

        def make_arg_parser(parser: FlexibleArgumentParser) -> FlexibleArgumentParser:
            group = parser.add_argument_group("Config", description=Config.__doc__)
            for name, named in kwargs(Config).items():
                group.add_argument("--" + name.replace("_", "-"), **named)
            return parser
        """;

    public const string VllmConfig = """
        from typing import TYPE_CHECKING, Literal
        import vllm.platforms
        from vllm.config.utils import config

        if TYPE_CHECKING:
            from vllm.nowhere import Executor

        @config
        class Config:
            share: float = 0.92
            eager: bool = True
            cache_dtype: Literal["auto", "fp8"] = "auto"

            def __post_init__(self):
                raise RuntimeError("no device")
        """;

    public const string VllmDecorator = """
        from pydantic.dataclasses import dataclass

        def config(cls):
            return dataclass(cls)
        """;

    public const string VllmVariables = """
        import os

        environment_variables = {
            "VLLM_KEY": lambda: os.environ.get("VLLM_KEY", None),
            "CUDA_HOME": lambda: os.environ.get("CUDA_HOME", None),
        }
        """;

    public const string SglangFields = """
        from __future__ import annotations
        from typing import Annotated, Optional
        import msgspec
        import torch

        BACKENDS = ["fa3", "triton"]
        BACKENDS.append("dsv4")

        class Arg(msgspec.Struct, frozen=True):
            help: str = ""
            choices: list | None = None
            aliases: list[str] | None = None

        class Parallel(msgspec.Struct):
            _NS_PATH = "parallel"
            tp_size: Annotated[int, Arg("Tensor ranks.", aliases=["--tensor-parallel-size"])] = 1
            attention_backend: Annotated[Optional[str], Arg("Kernels.", choices=BACKENDS)] = None
            media: Annotated[list, Arg("Domains.")] = []
            derived: Optional[torch.Tensor] = None
        """;

    public const string SglangArguments = """
        from __future__ import annotations
        import argparse
        from typing import Annotated, get_args, get_origin, get_type_hints
        import msgspec
        import msgspec.structs
        from sglang.srt.arg_groups.fields.parallel import Arg, Parallel

        class DeprecatedStoreTrueAction(argparse.Action):
            def __init__(self, option_strings, dest, new_flag=None, nargs=0, default=False, **kwargs):
                super().__init__(option_strings, dest, nargs=nargs, default=default, **kwargs)

        class ServerArgs:
            model_path: Annotated[str, Arg("The model.")]

            @staticmethod
            def add_cli_args(parser: argparse.ArgumentParser):
                hints = get_type_hints(ServerArgs, include_extras=True)
                for field in msgspec.structs.fields(ServerArgs):
                    hint = hints[field.name]
                    if get_origin(hint) is not Annotated:
                        continue
                    kind, told = get_args(hint)
                    named = {"type": kind if kind is int else str, "choices": told.choices, "help": told.help}
                    if field.default is not msgspec.NODEFAULT:
                        named["default"] = field.default
                    elif field.default_factory is not msgspec.NODEFAULT:
                        named["default"] = field.default_factory()
                    parser.add_argument("--" + field.name.replace("_", "-"), *(told.aliases or []), **named)
                parser.add_argument("--disable-cuda-graph", action=DeprecatedStoreTrueAction, new_flag="--cuda-graph=off")

        def collect(source):
            hints, defaults = get_type_hints(source, include_extras=True), {}
            for field in msgspec.structs.fields(source):
                if field.default is not msgspec.NODEFAULT:
                    defaults[field.name] = field.default
                elif field.default_factory is not msgspec.NODEFAULT:
                    defaults[field.name] = msgspec.field(default_factory=field.default_factory)
            return hints, defaults

        _annotations, _defaults = collect(Parallel)
        ServerArgs.__annotations__ = {**_annotations, **ServerArgs.__annotations__}
        ServerArgs = msgspec.defstruct(
            "ServerArgs",
            [(n, t, _defaults[n]) if n in _defaults else (n, t) for n, t in ServerArgs.__annotations__.items()],
            namespace={k: v for k, v in vars(ServerArgs).items() if k not in ("__dict__", "__weakref__", "__annotations__")},
            dict=True,
        )
        """;

    public const string SglangVariables = """
        class EnvField:
            _allow_set_name = True

            def __init__(self, default):
                self.default = default

            def __set_name__(self, owner, name):
                assert EnvField._allow_set_name

        class Envs:
            SGLANG_CACHE_DIR = EnvField("~/.cache")

        EnvField._allow_set_name = False
        """;
}
