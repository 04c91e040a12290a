"""What one release of an engine takes and tells: its flags, variables, words, metrics and routes."""
import argparse
import ast
import collections
import functools
import inspect
import os
import pathlib
import re
import sys
import typing

import lazy


class Parser:
    """Records the arguments that an engine adds to its parser."""

    def __init__(self, *args, **named):
        self.arguments = []

    def add_argument(self, *names, **named):
        self.arguments.append((names, named))
        return argparse.Namespace(dest="", option_strings=list(names), help="", default=named.get("default"))

    def add_argument_group(self, *args, **named):
        group = Parser()
        group.arguments = self.arguments
        return group

    add_mutually_exclusive_group = add_argument_group

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **named: None


class Platform(lazy.Absent):
    """A CUDA platform without a device."""

    device_type = device_name = "cuda"
    dispatch_key = "CUDA"

    def __getattr__(self, name):
        if name in ("is_cuda", "is_cuda_alike", "is_async_output_supported", "support_static_graph_mode", "is_pin_memory_available"):
            return lambda *args: True
        if name.startswith("is_"):
            return lambda *args: False
        return super().__getattr__(name)

    def __call__(self, *args, **named):
        return self


def open_package(folder, engine):
    for name in [n for n in os.environ if n.startswith(("VLLM", "SGL", "CUDA", "NCCL"))]:
        del os.environ[name]
    sys.argv = [engine, "serve"]
    silent = lazy.Absent("logger")
    overrides = {
        "logger": silent, "init_logger": lambda *args, **named: silent, "TYPE_CHECKING": False, "current_platform": Platform("platform"),
        "FlexibleArgumentParser": Parser, "get_attr_docs": lambda cls: collections.defaultdict(str), "LazyLoader": lambda local, scope, name, *rest: lazy.Absent(name),
        "suppress_logging": lambda *args, **named: lazy.Absent("logging"),
    }
    if engine == "vllm":
        # vllm.config's decorator of its own; elsewhere the word names a value.
        package = lazy.Package(folder, engine, overrides)
        for module in ("vllm.config.utils", "vllm.config"):
            scope = package.scope(module)
            if scope is not None and any(isinstance(s, ast.FunctionDef) for s in scope.bound.get("config", ())):
                scope["config"] = lazy.dataclass
        return package
    return lazy.Package(folder, engine, overrides)


# Flags

def vllm_arguments(package):
    """Its module moved in 0.29.0 and in 0.33.0."""
    for module in ("vllm.entrypoints.common.cli_args", "vllm.entrypoints.launchers.cli_args", "vllm.entrypoints.openai.cli_args"):
        if make := package.get(module, "make_arg_parser"):
            parser = Parser()
            make(parser)
            return parser.arguments
    raise SystemExit("no module cli_args of vLLM defines make_arg_parser: its layout changed, and engines.py must follow")


def sglang_arguments(package):
    """A method of ServerArgs, whose fields lie in server_args.py and, since 0.5.20, in arg_groups/ too."""
    arguments = package.get("sglang.srt.server_args", "ServerArgs")
    if arguments is None:
        raise SystemExit("sglang.srt.server_args defines no ServerArgs: its layout changed, and engines.py must follow")
    parser = Parser()
    arguments.add_cli_args(parser)
    return parser.arguments


def flag_rows(arguments):
    """One row per argument: its spellings, the first long one first, and what it takes."""
    rows = {}
    for names, named in arguments:
        options = [n for n in names if n.startswith("-")]
        if not options:
            continue
        action = named.get("action")
        action = action if isinstance(action, str) else getattr(action, "__name__", "") if inspect.isclass(action) else ""
        name = next((n for n in options if n.startswith("--")), options[0])
        rows[name] = {
            "aliases": [n for n in options if n != name],
            "type": type_word(action, named),
            "default": default_of(action, named),
            "choices": choices_of(named),
            "deprecated": replacement(action, named),
        }
    return rows


def type_word(action, named):
    if "BooleanOptional" in action:
        return "bool"
    if action.startswith("store_") or "Deprecated" in action and "type" not in named and named.get("nargs") in (None, 0):
        return "switch"
    make = named.get("type")
    word = make.__name__ if isinstance(make, type) else getattr(make, "__qualname__", "str")
    if isinstance(make, functools.partial):
        word = make.func.__qualname__
    while inspect.isfunction(make) and (inner := inspect.getclosurevars(make).nonlocals.get("return_type")) is not None:
        make, word = inner, getattr(inner, "__qualname__", word)
    if "parse_dataclass" in word or "loads" in word or any(part in word for part in ("json", "dict", "config")):
        return "json"
    if "human_readable_int" in word:
        return "int"
    return word if word in ("int", "float", "bool") else "str"


def default_of(action, named):
    if "default" in named:
        value = lazy.plain(named["default"])
        if value == argparse.SUPPRESS:
            return "<unset>"
        home = os.path.expanduser("~")
        return value.replace(home, "~") if isinstance(value, str) else value
    if inspect.isclass(named.get("action")):
        own = inspect.signature(named["action"].__init__).parameters.get("default")
        return None if own is None or own.default is own.empty else lazy.plain(own.default)
    return {"store_true": False, "store_false": True}.get(action)


def choices_of(named):
    """Empty where every value is taken."""
    choices = named.get("choices")
    if choices is None or isinstance(choices, lazy.Absent):
        return []
    return sorted({c for c in map(lazy.plain, choices) if c not in (None, "None")}, key=str)


def replacement(action, named):
    """What to use in its place, "-" where that is not said; empty for a flag that stays."""
    text = named.get("help") if isinstance(named.get("help"), str) else ""
    stays = "Deprecated" not in action and not named.get("deprecated") and not re.search(r"\bdeprecated\b", text, re.I)
    if stays:
        return ""
    if isinstance(named.get("new_flag"), str):
        return named["new_flag"].split()[0]
    found = re.search(r"(?:[Uu]se|[Rr]eplaced by|in favou?r of|instead)[^-]{0,40}(--[a-z][\w-]+)", text)
    return found[1] if found else "-"


# Variables

def sources(folder, *parts):
    for part in parts:
        base = pathlib.Path(folder, part)
        for path in [base] if base.is_file() else sorted(base.rglob("*.py")):
            if not {"test", "tests", "__pycache__"} & set(path.relative_to(folder).parts):
                yield path


@functools.lru_cache(maxsize=None)
def parsed(path):
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError:
        return ast.Module([], [])


def calls(folder, hint, *parts):
    for path in sources(folder, *parts):
        if hint in path.read_text(encoding="utf-8"):
            yield from (n for n in ast.walk(parsed(path)) if isinstance(n, ast.Call))


def text_of(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def variables_read(folder, pattern, *parts):
    """Names that the code takes straight from the environment."""
    found = set()
    for path in sources(folder, *parts):
        if not re.search(pattern, path.read_text(encoding="utf-8")):
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and node.args and re.search(r"environ|getenv|get_\w*env|EnvVar", ast.unparse(node.func)):
                name = text_of(node.args[0])
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
                name = text_of(node.slice)
            else:
                continue
            if name and re.fullmatch(pattern, name):
                found.add(name)
    return found


def vllm_variables(package):
    declared = package.get("vllm.envs", "environment_variables") or {}
    names = {n for n in declared if n.startswith("VLLM_")}
    return names | variables_read(package.folder, r"VLLM_[A-Z0-9_]+", "vllm")


def sglang_variables(package):
    declared = package.get("sglang.srt.environ", "Envs")
    names = {n for n, v in vars(declared).items() if hasattr(v, "default")} if declared else set()
    pattern = r"(?:SGLANG|SGL)_[A-Z0-9_]+"
    return {n for n in names if re.fullmatch(pattern, n)} | variables_read(package.folder, pattern, "sglang/srt")


# Words

def literals(hint):
    if typing.get_origin(hint) is typing.Literal:
        return {w for a in typing.get_args(hint) for w in ([a] if isinstance(a, str) else literals(a))}
    return {w for a in typing.get_args(hint) for w in literals(a)}


def registered(folder, manager, *parts):
    """Names given to MANAGER.register_...(name)."""
    found = set()
    for call in calls(folder, manager, *parts):
        if manager in (call_name := ast.unparse(call.func)) and "register" in call_name:
            given = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "name"), None)
            found |= {t for e in getattr(given, "elts", [given]) if (t := text_of(e))}
    return found


def keys_of(package, *places):
    for module, name in places:
        value = package.get(module, name)
        if value:
            return {str(lazy.plain(k)) for k in value}
    return set()


def open_words(arguments, flag):
    """Words of a flag that takes others too: its metavar lists them."""
    for names, named in arguments:
        if flag in names:
            return set(map(str, choices_of(named))) or set(map(str, choices_of({"choices": named.get("metavar")}))) - {""} \
                if isinstance(named.get("metavar"), (list, tuple)) or named.get("choices") is not None else set()
    return set()


def vllm_words(package, arguments):
    folder = package.folder
    literal = lambda *places: next((w for m, n in places if (w := literals(package.get(m, n)))), set())
    spec = (("vllm.config.speculative", "SpeculativeMethod"), ("vllm.config", "SpeculativeMethod"))
    return {
        "tool_call_parsers": keys_of(package, ("vllm.tool_parsers", "_TOOL_PARSERS_TO_REGISTER"), ("vllm.entrypoints.openai.tool_parsers", "_TOOL_PARSERS_TO_REGISTER"))
        | registered(folder, "ToolParserManager", "vllm/tool_parsers", "vllm/entrypoints/openai/tool_parsers"),
        "reasoning_parsers": keys_of(package, ("vllm.reasoning", "_REASONING_PARSERS_TO_REGISTER"))
        | registered(folder, "ReasoningParserManager", "vllm/reasoning", "vllm/entrypoints/openai/reasoning_parsers"),
        "tokenizers": keys_of(package, ("vllm.tokenizers.registry", "_VLLM_TOKENIZERS")),
        "kv_cache_dtypes": open_words(arguments, "--kv-cache-dtype") or literal(("vllm.config.cache", "CacheDType")),
        "moe_backends": open_words(arguments, "--moe-backend") or literal(("vllm.config.kernel", "MoEBackend")),
        "speculative_methods": literal(*spec) or open_words(arguments, "--spec-method"),
        "executor_backends": open_words(arguments, "--distributed-executor-backend") or literal(("vllm.config.parallel", "DistributedExecutorBackend")),
    }


def sglang_words(package, arguments):
    words = {
        "tool_call_parsers": open_words(arguments, "--tool-call-parser") or keys_in(package, "ToolCallParserEnum", "sglang.srt.function_call.function_call_parser", "sglang.srt.function_call_parser"),
        "reasoning_parsers": open_words(arguments, "--reasoning-parser") or keys_in(package, "DetectorMap", "sglang.srt.parser.reasoning_parser", "sglang.srt.reasoning_parser"),
        "kv_cache_dtypes": open_words(arguments, "--kv-cache-dtype"),
        "moe_backends": open_words(arguments, "--moe-runner-backend"),
        "speculative_methods": open_words(arguments, "--speculative-algorithm"),
    }
    scope = package.scope("sglang.srt.speculative.spec_info")
    for node in ast.walk(scope.tree) if scope else ():
        if isinstance(node, ast.ClassDef) and node.name == "SpeculativeAlgorithm":
            words["speculative_methods"] |= {
                t.id for s in node.body if isinstance(s, ast.Assign) for t in s.targets if isinstance(t, ast.Name) and t.id.isupper()
            }
    return words


def keys_in(package, name, *modules):
    """Keys of a table that a class holds."""
    for module in modules:
        scope = package.scope(module)
        for node in ast.walk(scope.tree) if scope else ():
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
            if any(isinstance(t, ast.Name) and t.id == name for t in targets) and isinstance(node.value, ast.Dict):
                return {t for k in node.value.keys if (t := text_of(k))}
    return set()


# Metrics and routes

def metrics(folder, engine, *parts):
    """Name and kind; a counter is exposed as NAME_total."""
    found = {}
    for call in calls(folder, engine + ":", *parts):
        name = text_of(next((k.value for k in call.keywords if k.arg == "name"), call.args[0] if call.args else None))
        if not name or not re.fullmatch(engine + r":[a-zA-Z_]\w*", name):
            continue
        made = ast.unparse(call.func).lower()
        kind = next((k for k in ("counter", "histogram", "summary", "gauge") if k in made), "")
        if kind or not re.search(r"get|find|match|startswith|replace|append|sum|print|log", made):
            found[name] = kind or "gauge"
    return found


def routes(folder, *parts):
    found = set()
    for call in calls(folder, "/", *parts):
        path = text_of(call.args[0]) if call.args else None
        made = ast.unparse(call.func) if path and path.startswith("/") else ""
        if re.search(r"(^|\.)(get|post|put|delete|api_route|head|websocket|route|Mount|add_api_route)$", made) and not re.search(r"session|client|requests", made):
            found.add(path)
    return found


def read(folder, engine):
    """Everything of one release, and what did not come out."""
    package = open_package(folder, engine)
    if engine == "vllm":
        arguments = vllm_arguments(package)
        found = {
            "flags": flag_rows(arguments), "variables": vllm_variables(package), "words": vllm_words(package, arguments),
            "metrics": metrics(folder, "vllm", "vllm/v1", "vllm/engine", "vllm/distributed", "vllm/entrypoints", "vllm/parser"),
            "routes": routes(folder, "vllm/entrypoints"),
        }
    else:
        arguments = sglang_arguments(package)
        found = {
            "flags": flag_rows(arguments), "variables": sglang_variables(package), "words": sglang_words(package, arguments),
            "metrics": metrics(folder, "sglang", "sglang/srt"), "routes": routes(folder, "sglang/srt/entrypoints", "sglang/srt/utils/common.py"),
        }
    return found, package.errors
