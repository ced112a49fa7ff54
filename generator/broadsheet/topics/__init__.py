"""From text to topics, labels and neighbours; the only place that knows scikit-learn."""
