"""Evaluates single names of an unpacked Python package without importing it.

Modules are parsed; a top-level statement runs when a name that it binds is asked for. What lies outside the package and the standard
library is an Absent, which takes every operation. So an argument parser comes out of the engine's own code without torch or a GPU.
"""
import ast
import builtins
import dataclasses
import enum
import importlib
import pathlib
import sys
import types
import typing

# Of the standard library, what could reach out of this process.
FENCED = {"asyncio", "concurrent", "ctypes", "http", "multiprocessing", "socket", "ssl", "subprocess", "threading", "urllib"}
CHANGING = {"add", "append", "extend", "insert", "remove", "setdefault", "update"}


class Absent:
    """Stands for anything that is not here."""

    def __init__(self, name):
        self.__dict__["_name"] = name

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Absent(f"{self._name}.{name}")

    def __call__(self, *args, **named):
        # A decorator leaves what it decorates.
        if len(args) == 1 and not named and isinstance(args[0], (type, types.FunctionType)):
            return args[0]
        return Absent(self._name + "()")

    def __getitem__(self, key):
        return Absent(self._name + "[]")

    def __or__(self, other):
        return typing.Union[self, other]

    def __ror__(self, other):
        return typing.Union[other, self]

    def __mro_entries__(self, bases):
        return ()

    def __instancecheck__(self, value):
        return False

    __subclasscheck__ = __instancecheck__
    __contains__ = __instancecheck__

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __bool__(self):
        return False

    def __hash__(self):
        return hash(self._name)

    def __eq__(self, other):
        return isinstance(other, Absent) and other._name == self._name

    def __repr__(self):
        return f"<{self._name}>"

    def __len__(self):
        return 0

    def __int__(self):
        return 0

    __index__ = __int__

    def _less(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _less

    def _same(self, *others):
        return self

    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __radd__ = __rsub__ = __rmul__ = __and__ = __neg__ = _same


class Field:
    """Pydantic's Field: a default, or what makes one."""

    def __init__(self, default=..., *, default_factory=None, **rest):
        self.default, self.default_factory, self.init = default, default_factory, rest.get("init")

    __hash__ = object.__hash__


NODEFAULT = object()


class Struct:
    """Msgspec's Struct, as far as its fields go."""

    def __init_subclass__(cls, **options):
        for name in cls.__dict__.get("__annotations__", {}):
            value = cls.__dict__.get(name)
            if isinstance(value, (list, dict, set)):
                setattr(cls, name, dataclasses.field(default_factory=lambda value=value: value))
        dataclass(cls, eq=False)


def struct_fields(cls):
    """Msgspec's structs.fields."""
    given = lambda value: NODEFAULT if value is dataclasses.MISSING else value
    return tuple(
        types.SimpleNamespace(name=f.name, type=f.type, default=given(f.default), default_factory=given(f.default_factory))
        for f in dataclasses.fields(cls)
    )


def define_struct(name, fields, *, bases=None, namespace=None, **options):
    """Msgspec's defstruct."""
    fields = [f if isinstance(f, tuple) else (f, typing.Any) for f in fields]
    members = {**(namespace or {}), "__annotations__": {f[0]: f[1] for f in fields}, **{f[0]: f[2] for f in fields if len(f) > 2}}
    return type(name, bases or (Struct,), members)


def dataclass(cls=None, **options):
    """A dataclass without the checks of its own, which look for a device."""
    options = {k: v for k, v in options.items() if k in ("init", "repr", "eq", "order", "frozen", "kw_only", "unsafe_hash")}

    def make(made):
        if not isinstance(made, type) or "__dataclass_fields__" in made.__dict__:
            return made
        made.__post_init__ = lambda self, *args, **named: None
        before = {name: value for name, value in vars(made).items() if name in vars(made).get("__annotations__", {})}
        try:
            return dataclasses.dataclass(made, **options)
        except (TypeError, ValueError):
            # The first try took defaults away.
            for name, value in before.items():
                setattr(made, name, value)
            return dataclasses.dataclass(made, **{**options, "kw_only": True, "eq": False})

    return make if cls is None else make(cls)


def decorator(*args, **named):
    return args[0] if len(args) == 1 and not named and callable(args[0]) else lambda made: made


class Generic:
    """A base class that takes brackets."""

    def __class_getitem__(cls, item):
        return item


STAND_INS = {
    "pydantic": {
        "Field": Field, "ConfigDict": dict, "BaseModel": type("BaseModel", (), {}), "SkipValidation": Generic, "ValidationError": ValueError,
        "field_validator": decorator, "model_validator": decorator, "field_serializer": decorator, "model_serializer": decorator,
    },
    "pydantic.fields": {"Field": Field, "FieldInfo": Field},
    "pydantic.dataclasses": {"dataclass": dataclass},
    "msgspec.structs": {"fields": struct_fields},
    "msgspec": {
        "Struct": Struct, "field": dataclasses.field, "defstruct": define_struct, "NODEFAULT": NODEFAULT,
        "structs": types.SimpleNamespace(fields=struct_fields),
    },
}


class Outside(types.ModuleType):
    """A module outside the package."""

    def __init__(self, name, known, real=None):
        super().__init__(name)
        self.__dict__.update(known)
        self.__dict__["_real"] = real

    def __getattr__(self, name):
        if name in ("__path__", "__file__", "__all__", "__wrapped__"):
            raise AttributeError(name)
        return getattr(self._real, name) if hasattr(self._real, name) else Absent(f"{self.__name__}.{name}")


class Inside(types.ModuleType):
    """A module of the package; its attributes are evaluated when asked for."""

    def __init__(self, name, scope):
        super().__init__(name)
        self.__dict__["_scope"] = scope

    def __getattr__(self, name):
        if name in ("__path__", "__file__", "__all__", "__wrapped__"):
            raise AttributeError(name)
        return self._scope.attribute(name)


class Annotations(ast.NodeTransformer):
    """Functions lose their annotations; those of fields may fail alone."""

    def visit_FunctionDef(self, node):
        every = node.args.posonlyargs + node.args.args + node.args.kwonlyargs + [node.args.vararg, node.args.kwarg]
        for argument in filter(None, every):
            argument.annotation = None
        node.returns = None
        return self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_AnnAssign(self, node):
        self.generic_visit(node)
        bare = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        node.annotation = ast.Call(ast.Name("__annotation__", ast.Load()), [ast.Lambda(bare, node.annotation)], [])
        return node


def annotation(make):
    try:
        return make()
    except Exception:  # a name that only type checkers see
        return Absent("annotation")


class Scope(dict):
    """The globals of a module."""

    def __init__(self, package, name, path):
        super().__init__(__name__=name, __file__=str(path), __builtins__=package.builtins, __annotation__=annotation)
        self.package, self.name, self.path = package, name, path
        self.parent = name if path.name == "__init__.py" else name.rpartition(".")[0]
        self["__package__"] = self.parent
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.bound, self.stars, self.ran, self.running = {}, [], set(), set()
        for statement in self.tree.body:
            self.index(statement, statement)

    def index(self, node, statement):
        """Which statement binds or changes which names."""
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return self.bind(node.name, statement)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                if alias.name == "*":
                    self.stars.append(node)
                else:
                    self.bind(alias.asname or alias.name.split(".")[0], statement)
            return None
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For)):
            if isinstance(node, ast.AnnAssign) and node.value is None:
                return None
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                # A constant that is set on something is state of the running engine.
                constant = isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
                while isinstance(target, (ast.Subscript, ast.Starred)) or isinstance(target, ast.Attribute) and not constant:
                    target = target.value
                for name in target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]:
                    if isinstance(name, ast.Name):
                        self.bind(name.id, statement)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
            base = node.value.func.value
            if isinstance(base, ast.Name) and node.value.func.attr in CHANGING:
                self.bind(base.id, statement)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
            changed = node.value.args[0] if node.value.func.id == "setattr" and node.value.args else None
            if isinstance(changed, ast.Name):
                self.bind(changed.id, statement)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in (test := ast.unparse(node.test)) and not test.startswith("not "):
            for child in node.orelse:
                self.index(child, statement)
            return None
        if isinstance(node, (ast.If, ast.Try, ast.With, ast.For)):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.ExceptHandler):
                    for inner in child.body:
                        self.index(inner, statement)
                elif isinstance(child, ast.stmt):
                    self.index(child, statement)
        return None

    def bind(self, name, statement):
        statements = self.bound.setdefault(name, [])
        if statement not in statements:
            statements.append(statement)

    def __missing__(self, name):
        override = self.package.overrides.get(name, self)
        if override is not self:
            return override
        for statement in self.bound.get(name, ()):
            if id(statement) not in self.ran and id(statement) not in self.running:
                self.run(statement)
        if name in self.keys():
            return dict.__getitem__(self, name)
        if name in self.bound:
            return Absent(f"{self.name}.{name}")
        for star in self.stars:
            module = self.package.importing(star.module or "", self, None, ("*",), star.level)
            scope = getattr(module, "_scope", None)
            if scope is not None and (value := scope.find(name)) is not None:
                return value
        raise KeyError(name)

    def run(self, statement):
        self.running.add(id(statement))
        try:
            self.prefetch(statement)
            body = ast.fix_missing_locations(ast.Module([Annotations().visit(statement)], []))
            exec(compile(body, str(self.path), "exec", dont_inherit=True), self)
        except Exception as error:
            self.package.errors.append(f"{self.name}:{statement.lineno}: {type(error).__name__}: {error}")
        finally:
            self.running.discard(id(statement))
            self.ran.add(id(statement))

    def prefetch(self, statement):
        """The body of a class looks names up without asking __missing__."""
        todo = [statement] if isinstance(statement, ast.ClassDef) else [n for n in ast.walk(statement) if isinstance(n, ast.ClassDef)]
        while todo:
            node = todo.pop()
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in self.keys():
                if (value := self.find(node.id)) is not None:
                    self.setdefault(node.id, value)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                todo += [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
            elif isinstance(node, ast.AnnAssign):
                todo += filter(None, [node.target, node.value])
            elif not isinstance(node, ast.Lambda):
                todo += ast.iter_child_nodes(node)

    def find(self, name):
        """Null where there is no such name, or it did not come out."""
        try:
            value = self[name]
        except KeyError:
            return None
        return value

    def attribute(self, name):
        if (value := self.find(name)) is not None or name in self.bound:
            return value
        if (module := self.package.scope(f"{self.name}.{name}")) is not None:
            return module.module
        if "__getattr__" in self.bound:
            try:
                return self["__getattr__"](name)
            except Exception:
                pass
        return Absent(f"{self.name}.{name}")

    @property
    def module(self):
        if self.name not in self.package.modules:
            self.package.modules[self.name] = Inside(self.name, self)
        return self.package.modules[self.name]


class Package:
    """An unpacked package: FOLDER/NAME."""

    def __init__(self, folder, name, overrides):
        self.folder, self.name, self.overrides = pathlib.Path(folder), name, overrides
        self.scopes, self.modules, self.errors = {}, {}, []
        self.builtins = {**vars(builtins), "__import__": self.importing, "print": lambda *args, **named: None}

    def scope(self, name):
        """Null where there is no such module."""
        if name not in self.scopes:
            base = self.folder.joinpath(*name.split("."))
            path = next((p for p in (base / "__init__.py", base.with_suffix(".py")) if p.is_file()), None)
            self.scopes[name] = None if path is None else Scope(self, name, path)
            if path is not None:
                sys.modules[name] = self.scopes[name].module  # dataclasses looks there
        return self.scopes[name]

    def get(self, module, name):
        """The value of a name; null where it is not there or did not come out."""
        scope = self.scope(module)
        value = None if scope is None else scope.find(name)
        return None if isinstance(value, Absent) else value

    def importing(self, name, scope=None, local=None, names=(), level=0):
        """What an import statement gives."""
        if level:
            parts = scope["__package__"].split(".")
            name = ".".join(parts[: len(parts) - level + 1] + ([name] if name else []))
        wanted = name if names else name.split(".")[0]
        if wanted.split(".")[0] == self.name:
            found = self.scope(wanted)
            return found.module if found is not None else Outside(wanted, {})
        return self.outside(wanted)

    def outside(self, name):
        top = name.split(".")[0]
        if name == "dataclasses":
            return Outside(name, {"dataclass": dataclass}, dataclasses)
        if name == "typing_extensions":
            return Outside(name, {}, typing)
        if name == "regex":
            return importlib.import_module("re")
        if name in STAND_INS:
            return Outside(name, STAND_INS[name])
        if top in sys.stdlib_module_names and top not in FENCED:
            return importlib.import_module(name)
        return Outside(name, {})


def plain(value):
    """As JSON has it; what only the engine's own objects tell is a word in angle brackets."""
    if isinstance(value, enum.Enum):
        return value.value if isinstance(value.value, (str, int)) else value.name
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, Field):
        return plain(value.default_factory() if value.default_factory else None if value.default is ... else value.default)
    if isinstance(value, type):
        return value.__name__
    if dataclasses.is_dataclass(value):
        return f"{type(value).__name__}()"
    if isinstance(value, dict):
        return {str(plain(k)): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(v) for v in value), key=str)
    return "<computed>"
