"""TF-IDF and logistic regression on the same split, for comparison: what a few lines of scikit-learn do."""

from collections.abc import Sequence

from houserules.scoring.training.datasets import Row


def report(rows: Sequence[Row]) -> str:
    """One line of figures, or why there are none."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import f1_score
        from sklearn.pipeline import make_union
    except ImportError:
        return "scikit-learn is not installed: no floor"
    found: list[str] = []
    for dataset in ("davidson", "edos", "sms_spam", "youtube_spam"):
        parts = [[row for row in rows if row.dataset == dataset and row.split == split] for split in ("train", "test")]
        learn, test = (
            [(row.text, row.kind if dataset == "davidson" else row.kind not in ("none", "ham")) for row in part]
            for part in parts
        )
        if not learn:
            continue
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        pieces = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), min_df=3, max_features=200_000, sublinear_tf=True
        )
        vectors = make_union(words, pieces)
        model = LogisticRegression(C=2.0, max_iter=500, class_weight="balanced")
        model.fit(vectors.fit_transform([text for text, _ in learn]), [kind for _, kind in learn])
        said = model.predict(vectors.transform([text for text, _ in test]))
        average = "macro" if dataset == "davidson" else "binary"
        found.append(f"{dataset} {average} F1 {f1_score([kind for _, kind in test], said, average=average):.3f}")
    return "TF-IDF and logistic regression, each set on its own: " + ", ".join(found)
