"""The rush reads pages as a phone with scripts off would."""

from restaurant_order.demo.page import read_page

HTML = """
<a href="/menu/dishes/7">Soup</a> <a href="/menu/dishes/7#top">Soup again</a> <a href="/me">Me</a>
<form method="get" action="/search"><input name="q"></form>
<form method="post" action="/cart/lines" id="wish">
  <input type="hidden" name="key" value="abc"><input type="number" name="quantity" value="1">
  <input type="radio" name="size" value="1"><input type="radio" name="size" value="2" checked>
  <input type="checkbox" name="extras" value="8"><input type="checkbox" name="extras" value="9">
  <input type="checkbox" name="extras" value="10" disabled>
  <select name="option"><option value="3">3</option><option value="4" selected>4</option></select>
  <select name="option"><option value="5">5</option></select>
  <textarea name="note">
no &amp; onion</textarea>
  <button name="go" value="now">Add</button><button name="go" value="later">Keep</button>
  <button type="button" name="help">?</button>
</form>
<input name="outside" value="x"> <input type="hidden" name="total" value="950" form="wish">
"""


def page():
    return read_page(HTML, url="http://127.0.0.1:1/menu", status=200)


def only_form():
    (form,) = page().forms_to("/cart/lines")
    return form


def test_links_are_found_once_each():
    assert page().linked("/menu/dishes/") == ["/menu/dishes/7"]


def test_a_form_sends_what_a_browser_would_send():
    assert only_form().answers() == [
        ("key", "abc"),
        ("quantity", "1"),
        ("note", "no & onion"),
        ("total", "950"),
        ("size", "2"),
        ("option", "4"),
        ("go", "now"),
    ]


def test_another_button_says_something_else():
    form = only_form()
    assert form.answers(form.buttons[1])[-1] == ("go", "later")


def test_what_belongs_together_is_one_question_and_disabled_answers_are_none():
    size, extras, first_list, second_list = only_form().questions()
    assert [choice.value for choice in size] == ["1", "2"]
    assert [choice.value for choice in extras] == ["8", "9"]
    assert [choice.value for choice in first_list] == ["3", "4"]
    assert [choice.value for choice in second_list] == ["5"]


def test_a_search_form_changes_nothing_and_is_left_alone():
    assert [form.path for form in page().forms] == ["/cart/lines"]
