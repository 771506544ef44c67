"""A catalogue with what was learned about it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from twinhelm.sorting import chances, minilm
from twinhelm.sorting.learner import CORRECTION_SAYS, Array, Learned, Seeded, Told, Views, Whole
from twinhelm.sorting.problem import Example, Line, ModelName, check_examples, check_lines
from twinhelm.sorting.result import NOTHING_TO_READ, Alternative, Guess, Result, Spoken
from twinhelm.sorting.seeds import NAMES, Seed, seeds
from twinhelm.sorting.words import Names, Vocabulary, has_words, readable, split, without_marks

MEANING_SHARE = 0.3
OWN_EXAMPLES_ENOUGH = 10
CHUNK = 512
SPEAKING = 3
FAINT = 0.02
STEM = 5

# How certain each model should sound. Entries of a log are told apart better than sentences about occupations.
# `benchmarks/sorting/measure.py` prints the gap between confidence and truth that these leave.
UNTAUGHT_SCALE, TAUGHT_SCALE = 22.0, 12.0
FAMILY_LOUDNESS = {"best": (2.2, 1.25), "light": (1.5, 0.95)}
DOUBT = (0.0, 0.24)
# Log odds of the line, from those that scores give it. `benchmarks/sorting/calibrate.py` finds both numbers.
LINE_ODDS = {"best": (0.66, 0.83), "light": (-0.17, 0.56)}
ENTRY_WORDS = 8

KEPT: dict[tuple[object, ...], tuple[Vocabulary, Seeded]] = {}


class Sorter:
    """A catalogue with what was learned about it; sorts any number of texts and never changes."""

    def __init__(
        self,
        lines: tuple[Line, ...],
        examples: tuple[Example, ...] = (),
        *,
        names: Sequence[str] = (),
        model: ModelName = "best",
        store: minilm.VectorStore | None = None,
    ) -> None:
        check_lines(lines)
        check_examples(examples, lines)
        self.lines, self.model = lines, model
        self.places = {line.key: place for place, line in enumerate(lines)}
        self.is_client = np.array([line.family == "CLIENT" for line in lines])
        self.names = Names(names, trade_words())
        self.meanings = minilm.Meanings(store) if model == "best" else None
        self.shared = shared_seeds(lines, examples)
        self.phrases = [phrase for phrase, _ in self.shared]
        self.vocabulary, self.seeded = self.kept_or_taught()
        self.examples = examples
        self.learned = Learned(self.seeded, self.told(examples))
        self.louder = self.calibrated()

    def kept_or_taught(self) -> tuple[Vocabulary, Seeded]:
        """What follows from the phrases alone; the last two catalogues are kept as long as the process lives."""
        key = (self.model, tuple(self.places), self.shared)
        if key not in KEPT:
            story = Names(NAMES)
            texts = [readable(phrase.text, story) for phrase in self.phrases]
            self.vocabulary = Vocabulary(texts)
            places = np.array([self.places[phrase.line] for phrase in self.phrases], np.intp)
            says = np.array([share for _, share in self.shared])
            KEPT[key] = self.vocabulary, Seeded(Told(self.views(texts), places, says), len(self.lines))
            for old in list(KEPT)[:-2]:
                del KEPT[old]
        return KEPT[key]

    def relearned(self, examples: tuple[Example, ...]) -> "Sorter":
        """A sorter of the same catalogue that learned from exactly these examples; quick when few of them are new.

        Needs: the same lines; a changed catalogue takes a new Sorter.
        """
        check_examples(examples, self.lines)
        if shared_seeds(self.lines, examples) != self.shared:
            return self.from_scratch(examples)
        changed = object.__new__(Sorter)
        changed.__dict__.update(self.__dict__)
        known = {(example.text, example.id): place for place, example in enumerate(self.examples)}
        same = np.array([known.get((example.text, example.id), -1) for example in examples], np.intp)
        changed.examples = examples
        told = self.told(examples, self.learned.told, same)
        changed.learned = Learned(self.seeded, told, self.learned, same)
        changed.louder = changed.calibrated()
        return changed

    def from_scratch(self, examples: tuple[Example, ...]) -> "Sorter":
        store = self.meanings.store if self.meanings else None
        fresh = Sorter(self.lines, examples, model=self.model, store=store)
        fresh.names = self.names
        return fresh

    def told(self, examples: tuple[Example, ...], before: Told | None = None, same: Whole | None = None) -> Told:
        """The examples as rows; rows that were there before are taken from there."""
        places = np.array([self.places[example.line] for example in examples], np.intp)
        says = np.full(len(examples), CORRECTION_SAYS)
        if before is None or same is None:
            same = np.full(len(examples), -1, np.intp)
        new = np.flatnonzero(same < 0)
        texts = [readable(examples[number].text, self.names) for number in new]
        self.vocabulary.grow(texts)
        fresh = self.views(texts)
        if before is None:
            return Told(fresh, places, says)
        order = same.copy()
        order[new] = len(before) + np.arange(len(new))
        return Told(before.views.below(fresh).rows(order), places, says)

    def calibrated(self) -> chances.Louder:
        """How much louder this agency's corrections allow the sorter to speak."""
        if not self.examples or self.is_client.all() or not self.is_client.any():
            return chances.Louder()
        texts = [example.text for example in self.examples]
        learned = self.learned
        return chances.fitted(learned.held_back(), learned.told.lines, self.is_client, self.tone(texts))

    def tone(self, texts: Sequence[str]) -> chances.Tone:
        trust = chances.trusted(len(self.examples))
        sentences = np.array([is_sentence(text) for text in texts], np.intp)
        scale = UNTAUGHT_SCALE ** (1 - trust) * TAUGHT_SCALE**trust
        family, doubt = np.array(FAMILY_LOUDNESS[self.model])[sentences], np.array(DOUBT)[sentences]
        return chances.Tone(scale, family, *LINE_ODDS[self.model], doubt)

    def held_back_accuracy(self) -> tuple[float, float]:
        """Shares of examples whose line, and whose family, is found when that one example is kept from learning.

        Needs: at least one example.
        """
        truth = self.learned.told.lines
        tone = self.tone([example.text for example in self.examples]).changed(self.louder)
        found = self.chosen(chances.chances(self.learned.held_back(), self.is_client, tone))
        return float((found == truth).mean()), float((self.is_client[found] == self.is_client[truth]).mean())

    def views(self, texts: Sequence[str]) -> Views:
        words = self.vocabulary.matrix(texts)
        if self.meanings is None:
            return Views(words, np.zeros((len(texts), 0), np.float32))
        words = words * np.float32(np.sqrt(1 - MEANING_SHARE))
        # In an entry each dash costs the language model as much as a word and says less; a sentence needs its commas.
        plain = [text if is_sentence(text) else without_marks(text) for text in texts]
        return Views(words, self.meanings.vectors(plain) * np.float32(np.sqrt(MEANING_SHARE)))

    def sort(self, texts: Sequence[str], *, client_share: float | None = None) -> Result:
        """client_share: None finds it from the texts, so that a guess depends a little on what it came with."""
        read = [readable(text, self.names) for text in texts]
        distinct = {text: place for place, text in enumerate(dict.fromkeys(text for text in read if has_words(text)))}
        views = self.views(list(distinct))
        tone = self.tone(list(distinct)).changed(self.louder)
        found = chances.chances(self.learned.scores(views), self.is_client, tone)
        learned = self.learned_share()
        if client_share is None:
            among = [distinct[text] for text in read if text in distinct]
            client_share = chances.share_among(found[among][:, self.is_client].sum(axis=1), learned)
        if 0 < learned < 1:
            found = chances.mixed(found, self.is_client, learned, client_share)
        known = stems_of(example.text for example in self.examples) | trade_stems()
        guesses = [
            guess if knows(known, text) else replace(guess, examples=())
            for text, guess in zip(distinct, self.guesses(views, found), strict=True)
        ]
        answers = tuple(guesses[distinct[text]] if text in distinct else NOTHING_TO_READ for text in read)
        return Result(answers, self.model, client_share)

    def learned_share(self) -> float:
        heard = self.learned.heard
        return float(heard[self.is_client[self.learned.lines]].sum() / heard.sum())

    def chosen(self, found: Array) -> Whole:
        """The likelier family's likeliest line."""
        client = found[:, self.is_client].sum(axis=1) >= found[:, ~self.is_client].sum(axis=1)
        allowed = self.is_client[None, :] == client[:, None]
        return np.asarray(np.where(allowed, found, -1.0).argmax(axis=1), np.intp)

    def guesses(self, views: Views, found: Array) -> list[Guess]:
        chosen = self.chosen(found)
        order = np.argsort(-found, axis=1, kind="stable")
        speaking = self.speaking(views, chosen)
        guesses = []
        for row, place in enumerate(chosen.tolist()):
            line = self.lines[place]
            others = [other for other in order[row].tolist() if other != place][:2]
            guesses.append(
                Guess(
                    line=line.key,
                    family=line.family,
                    confidence=certainty(found[row, place]),
                    family_confidence=certainty(found[row, self.is_client == self.is_client[place]].sum()),
                    alternatives=tuple(
                        Alternative(self.lines[other].key, certainty(min(found[row, other], found[row, place])))
                        for other in others
                    ),
                    examples=speaking[row],
                )
            )
        return guesses

    def speaking(self, views: Views, chosen: Whole) -> list[tuple[Spoken, ...]]:
        """For each text the three examples of its line that are most like it."""
        spoken: list[tuple[Spoken, ...]] = [()] * len(views)
        for place in np.unique(chosen):
            rows = np.flatnonzero(chosen == place)
            columns = np.flatnonzero(self.learned.lines == place)
            examples = self.learned.examples.rows(columns)
            for first in range(0, len(rows), CHUNK):
                part = rows[first : first + CHUNK]
                likeness = views.rows(part).likeness(examples)
                nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :SPEAKING]
                for row, near, alike in zip(part.tolist(), nearest, likeness, strict=True):
                    spoken[row] = tuple(
                        self.spoken(int(columns[one]), float(alike[one])) for one in near if alike[one] > FAINT
                    )
        return spoken

    def spoken(self, number: int, likeness: float) -> Spoken:
        line = self.lines[int(self.learned.lines[number])].key
        known = self.phrases[number] if number < len(self.phrases) else self.examples[number - len(self.phrases)]
        return Spoken(known.id, known.text, line, round(min(1.0, likeness), 4))


def is_sentence(text: str) -> bool:
    return text.endswith(".") or text.count(" ") >= ENTRY_WORDS


def stems_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:STEM] for text in texts for word in split(text))


def knows(stems: frozenset[str], text: str) -> bool:
    """Whether any word was met before. Where none was, the language model guesses from spelling: nothing speaks for it."""
    return any(word[:STEM] in stems for word in split(text))


@cache
def trade_stems() -> frozenset[str]:
    return stems_of(seed.text for seed in seeds())


def certainty(chance: float) -> float:
    return round(min(1.0, float(chance)), 4)


@cache
def trade_words() -> frozenset[str]:
    return frozenset(word for seed in seeds() for word in split(seed.text))


def shared_seeds(lines: tuple[Line, ...], examples: tuple[Example, ...]) -> tuple[tuple[Seed, float], ...]:
    """The phrases that teach a catalogue, and how much the word of each counts.

    Every line is taught by its own name; where that is all there is, it counts like a correction.
    Lines split from another share its phrases until they have examples enough.
    """
    own = Counter(example.line for example in examples)
    heirs: dict[str, list[str]] = {line.key: [line.key] for line in lines}
    for line in lines:
        if line.split_from and own[line.key] < OWN_EXAMPLES_ENOUGH:
            heirs.setdefault(line.split_from, []).append(line.key)
    known = {seed.line for seed in seeds()}
    named = [
        (Seed(f"name:{line.key}:{number}", text, line.key), 1.0 if line.key in known else CORRECTION_SAYS)
        for line in lines
        for number, text in enumerate((line.name, line.description), start=1)
        if has_words(text)
    ]
    inherited = [
        (Seed(seed.id, seed.text, heir), 1.0 / len(heirs[seed.line]))
        for seed in seeds()
        for heir in heirs.get(seed.line, ())
    ]
    return (*inherited, *named)
