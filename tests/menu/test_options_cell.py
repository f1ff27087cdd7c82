"""Option groups as a manager writes them into a cell; without a database."""

import pytest

from restaurant_order.menu.drafts import GroupDraft, OptionDraft
from restaurant_order.menu.models import Allergen
from restaurant_order.menu.sheet.option_cells import (
    Use,
    read_options,
    translated,
    write_group,
    write_names,
    write_use,
)
from restaurant_order.menu.sheet.refusals import BadCell

NASTY = [
    "a:b", "a|b", "a;b", "a=b", "[1]", "{x}", "5*", "*", "-5", "+ 5", "Coke -0", "@home",
    "back\\slash",
    "辣度：特辣", "（大）", "＋1", "｜", "a\\:b", "7-Up +1", "x - 2", "＠", "\\", "a \\+1",
]  # fmt: skip


def read(cell: str) -> tuple[GroupDraft, ...]:
    return read_options(cell, "en", "EUR").groups


def test_a_group_as_a_manager_writes_it() -> None:
    (size,) = read("Size [1]: Regular* | Large +3.50")
    assert size == GroupDraft(
        reference="size",
        name={"en": "Size"},
        minimum=1,
        maximum=1,
        options=(
            OptionDraft(reference="regular", name={"en": "Regular"}, is_default=True),
            OptionDraft(reference="large", name={"en": "Large"}, price=350),
        ),
    )


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ("[1]", (1, 1, 0)),
        ("[0-2]", (0, 2, 0)),
        ("[ 1 - 3 free 2 ]", (1, 3, 2)),
        ("[2 free 1]", (2, 2, 1)),
        ("", (0, 3, 0)),
    ],
)
def test_limits(limits: str, expected: tuple[int, int, int]) -> None:
    (group,) = read(f"Extras {limits}: a | b | c")
    assert (group.minimum, group.maximum, group.free_count) == expected


@pytest.mark.parametrize("option", ["Egg* +1,50 {+egg -milk}", "Egg {egg, -milk} +1.50 *"])
def test_marks_come_in_any_order(option: str) -> None:
    (group,) = read(f"x: {option}")
    assert group.options[0] == OptionDraft(
        reference="egg",
        name={"en": "Egg"},
        price=150,
        is_default=True,
        allergens_added=(Allergen.EGG,),
        allergens_removed=(Allergen.MILK,),
    )


def test_lines_and_semicolons_part_groups_and_wide_signs_count_too() -> None:
    assert [g.reference for g in read("a: x; b: y\nc: z")] == ["a", "b", "c"]
    (group,) = read("辣度［1］：不辣＊｜特辣 ＋1.00")
    assert [(o.name["en"], o.price, o.is_default) for o in group.options] == [
        ("不辣", 0, True),
        ("特辣", 100, False),
    ]


def test_a_group_described_elsewhere_is_asked_with_prices_of_its_own() -> None:
    cell = read_options("@spice\n@size [1-2 free 1]: large +5 | regular -1,50", "en", "EUR")
    assert cell.groups == ()
    assert cell.uses == (
        Use("spice"),
        Use("size", 1, 2, 1, {"large": 500, "regular": -150}),
    )


@pytest.mark.parametrize(
    "cell",
    [
        "Size", "Size [1]", "Size:", "x [a]: b", ": a", "x: a +y5", "@x: y", "a: b {love}",
        "A: x\nA: y", "x: \ue000",
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused(cell: str) -> None:
    with pytest.raises(BadCell):
        read(cell)


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("price", [0, 150, -50])
def test_any_name_reads_back_as_it_was_written(name: str, price: int) -> None:
    option = OptionDraft(
        reference=name, name={"en": name, "zh": name[::-1]}, price=price, is_default=price < 0
    )
    group = GroupDraft(reference=name, name={"en": name, "zh": name}, options=(option,))
    (back,) = translated(read(write_group(group, "en", "EUR")), write_names(group, "zh"), "zh")
    assert back == group
    use = Use(name, 0, 1, 0, {name: price})
    assert read_options(write_use(use, "EUR"), "en", "EUR").uses == (use,)


def test_another_language_names_as_many_things_in_the_same_order() -> None:
    groups = read("Size: small | large; @spice; Milk: oat")
    (size, milk) = translated(groups, "份量：小份｜大份\n奶：燕麦", "zh-Hans")
    assert [option.name for option in size.options] == [
        {"en": "small", "zh-Hans": "小份"},
        {"en": "large", "zh-Hans": "大份"},
    ]
    assert milk.name == {"en": "Milk", "zh-Hans": "奶"}
    for wrong in ("份量：小份｜大份", "份量：小份\n奶：燕麦"):
        with pytest.raises(BadCell):
            translated(groups, wrong, "zh-Hans")
