"""What scikit-learn removed."""

from __future__ import annotations

from .rows import Argument, Names, Value

MODULES = {
    "sklearn.cluster.k_means_": "sklearn.cluster",
    "sklearn.cluster.hierarchical": "sklearn.cluster",
    "sklearn.cluster.dbscan_": "sklearn.cluster",
    "sklearn.datasets.samples_generator": "sklearn.datasets",
    "sklearn.datasets.base": "sklearn.datasets",
    "sklearn.decomposition.pca": "sklearn.decomposition",
    "sklearn.decomposition.truncated_svd": "sklearn.decomposition",
    "sklearn.ensemble.forest": "sklearn.ensemble",
    "sklearn.ensemble.bagging": "sklearn.ensemble",
    "sklearn.ensemble.gradient_boosting": "sklearn.ensemble",
    "sklearn.ensemble.weight_boosting": "sklearn.ensemble",
    "sklearn.ensemble.voting_classifier": "sklearn.ensemble",
    "sklearn.feature_selection.from_model": "sklearn.feature_selection",
    "sklearn.feature_selection.rfe": "sklearn.feature_selection",
    "sklearn.feature_selection.univariate_selection": "sklearn.feature_selection",
    "sklearn.linear_model.base": "sklearn.linear_model",
    "sklearn.linear_model.coordinate_descent": "sklearn.linear_model",
    "sklearn.linear_model.logistic": "sklearn.linear_model",
    "sklearn.linear_model.ridge": "sklearn.linear_model",
    "sklearn.linear_model.stochastic_gradient": "sklearn.linear_model",
    "sklearn.manifold.t_sne": "sklearn.manifold",
    "sklearn.metrics.classification": "sklearn.metrics",
    "sklearn.metrics.ranking": "sklearn.metrics",
    "sklearn.metrics.regression": "sklearn.metrics",
    "sklearn.metrics.scorer": "sklearn.metrics",
    "sklearn.mixture.gaussian_mixture": "sklearn.mixture",
    "sklearn.neighbors.classification": "sklearn.neighbors",
    "sklearn.neighbors.regression": "sklearn.neighbors",
    "sklearn.neighbors.unsupervised": "sklearn.neighbors",
    "sklearn.neural_network.multilayer_perceptron": "sklearn.neural_network",
    "sklearn.preprocessing.data": "sklearn.preprocessing",
    "sklearn.preprocessing.label": "sklearn.preprocessing",
    "sklearn.svm.classes": "sklearn.svm",
    "sklearn.tree.tree": "sklearn.tree",
}
"""Modules that were never public, and whose names are found one level above."""

NAMES: Names = {
    "scikit-learn 0.20": {
        "sklearn.cross_validation": "sklearn.model_selection",
        "sklearn.grid_search": "sklearn.model_selection",
        "sklearn.learning_curve": "sklearn.model_selection",
        "sklearn.lda.LDA": "sklearn.discriminant_analysis.LinearDiscriminantAnalysis",
        "sklearn.qda.QDA": "sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis",
        "sklearn.mixture.GMM": "sklearn.mixture.GaussianMixture",
    },
    "scikit-learn 0.22": {
        "sklearn.preprocessing.Imputer": "sklearn.impute.SimpleImputer",
    },
    "scikit-learn 0.23": {
        "sklearn.externals.joblib": "joblib",
        "sklearn.metrics.calinski_harabaz_score": "sklearn.metrics.calinski_harabasz_score",
    },
    "scikit-learn 0.24": MODULES,
    "scikit-learn 1.2": {
        "sklearn.metrics.plot_confusion_matrix": "sklearn.metrics:ConfusionMatrixDisplay.from_estimator",
        "sklearn.metrics.plot_roc_curve": "sklearn.metrics:RocCurveDisplay.from_estimator",
        "sklearn.metrics.plot_precision_recall_curve": "sklearn.metrics:PrecisionRecallDisplay.from_estimator",
        "sklearn.metrics.plot_det_curve": "sklearn.metrics:DetCurveDisplay.from_estimator",
        "sklearn.inspection.plot_partial_dependence": "sklearn.inspection:PartialDependenceDisplay.from_estimator",
        "sklearn.CountVectorizer.get_feature_names": "sklearn.CountVectorizer.get_feature_names_out",
        "sklearn.DictVectorizer.get_feature_names": "sklearn.DictVectorizer.get_feature_names_out",
        "sklearn.OneHotEncoder.get_feature_names": "sklearn.OneHotEncoder.get_feature_names_out",
        "sklearn.PolynomialFeatures.get_feature_names": "sklearn.PolynomialFeatures.get_feature_names_out",
        "sklearn.ColumnTransformer.get_feature_names": "sklearn.ColumnTransformer.get_feature_names_out",
        "sklearn.FeatureUnion.get_feature_names": "sklearn.FeatureUnion.get_feature_names_out",
    },
}

GONE = {
    "scikit-learn 0.22": "sklearn.datasets.fetch_mldata sklearn.datasets.mldata_filename "
    "sklearn.linear_model.RandomizedLasso sklearn.linear_model.RandomizedLogisticRegression "
    "sklearn.decomposition.RandomizedPCA",
    "scikit-learn 0.23": "sklearn.metrics.jaccard_similarity_score",
    "scikit-learn 1.2": "sklearn.datasets.load_boston",
}
"""Removed, with no one name in their place."""

FORESTS = "RandomForestRegressor ExtraTreesRegressor"
SGD = "SGDClassifier SGDRegressor Perceptron PassiveAggressiveClassifier PassiveAggressiveRegressor"
META = "BaggingClassifier BaggingRegressor AdaBoostClassifier AdaBoostRegressor"
TREES = "DecisionTreeClassifier DecisionTreeRegressor GradientBoostingClassifier GradientBoostingRegressor"

ARGUMENTS = (
    Argument("sklearn", "OneHotEncoder", "sparse", "sparse_output={value}", "scikit-learn 1.4"),
    Argument("sklearn", META, "base_estimator", "estimator={value}", "scikit-learn 1.4"),
    Argument(
        "sklearn",
        "CalibratedClassifierCV RFE RFECV SelfTrainingClassifier RANSACRegressor",
        "base_estimator",
        "estimator={value}",
        "scikit-learn 1.4",
    ),
    Argument("sklearn", "AgglomerativeClustering", "affinity", "metric={value}", "scikit-learn 1.4"),
    Argument("sklearn", SGD, "n_iter", "max_iter={value}", "scikit-learn 0.21"),
    Argument("sklearn", "TSNE", "n_iter", "max_iter={value}", "scikit-learn 1.7"),
    Argument(
        "sklearn",
        "mean_squared_error",
        "squared",
        "{sklearn.metrics.root_mean_squared_error}({args})",
        "scikit-learn 1.6",
        value="False",
    ),
    Argument("sklearn", "mean_squared_error", "squared", "", "scikit-learn 1.6", value="True"),
    Argument(
        "sklearn",
        "mean_squared_log_error",
        "squared",
        "{sklearn.metrics.root_mean_squared_log_error}({args})",
        "scikit-learn 1.6",
        value="False",
    ),
    Argument("sklearn", TREES, "presort", "", "scikit-learn 0.24"),
    Argument("sklearn", "KMeans", "n_jobs", "", "scikit-learn 1.0"),
    Argument("sklearn", "KMeans", "precompute_distances", "", "scikit-learn 1.0"),
    Argument("sklearn", "GridSearchCV RandomizedSearchCV", "iid", "", "scikit-learn 0.24", value="False"),
    Argument("sklearn", "cross_validate cross_val_score", "fit_params", "params={value}", "scikit-learn 1.6"),
    Argument("sklearn", "StratifiedKFold KFold", "n_folds", "n_splits={value}", "scikit-learn 0.20"),
    Argument(
        "sklearn", "ShuffleSplit StratifiedShuffleSplit", "n_iter", "n_splits={value}", "scikit-learn 0.20"
    ),
    Argument("sklearn", "GaussianMixture", "n_iter", "max_iter={value}", "scikit-learn 0.20"),
    Argument("sklearn", "SimpleImputer", "verbose", "", "scikit-learn 1.3"),
    Argument("sklearn", "plot_tree", "rotate", "", "scikit-learn 0.25"),
)

VALUES = (
    Value(
        "sklearn",
        "RandomForestClassifier ExtraTreesClassifier",
        "max_features",
        "auto",
        "sqrt",
        "scikit-learn 1.3",
    ),
    Value(
        "sklearn",
        "RandomForestRegressor ExtraTreesRegressor",
        "max_features",
        "auto",
        1.0,
        "scikit-learn 1.3",
    ),
    Value("sklearn", "DecisionTreeClassifier", "max_features", "auto", "sqrt", "scikit-learn 1.3"),
    Value("sklearn", "GradientBoostingClassifier", "loss", "deviance", "log_loss", "scikit-learn 1.3"),
    Value("sklearn", "GradientBoostingRegressor", "loss", "ls", "squared_error", "scikit-learn 1.2"),
    Value("sklearn", "GradientBoostingRegressor", "loss", "lad", "absolute_error", "scikit-learn 1.2"),
    Value(
        "sklearn",
        "HistGradientBoostingRegressor",
        "loss",
        "least_squares",
        "squared_error",
        "scikit-learn 1.2",
    ),
    Value(
        "sklearn",
        "HistGradientBoostingRegressor",
        "loss",
        "least_absolute_deviation",
        "absolute_error",
        "scikit-learn 1.2",
    ),
    Value("sklearn", "HistGradientBoostingClassifier", "loss", "auto", "log_loss", "scikit-learn 1.3"),
    Value(
        "sklearn",
        "HistGradientBoostingClassifier",
        "loss",
        "binary_crossentropy",
        "log_loss",
        "scikit-learn 1.3",
    ),
    Value(
        "sklearn",
        "HistGradientBoostingClassifier",
        "loss",
        "categorical_crossentropy",
        "log_loss",
        "scikit-learn 1.3",
    ),
    Value("sklearn", "SGDClassifier", "loss", "log", "log_loss", "scikit-learn 1.3"),
    Value(
        "sklearn", "SGDClassifier SGDRegressor", "loss", "squared_loss", "squared_error", "scikit-learn 1.2"
    ),
    Value(
        "sklearn",
        FORESTS + " DecisionTreeRegressor",
        "criterion",
        "mse",
        "squared_error",
        "scikit-learn 1.2",
    ),
    Value(
        "sklearn",
        FORESTS + " DecisionTreeRegressor",
        "criterion",
        "mae",
        "absolute_error",
        "scikit-learn 1.2",
    ),
    Value(
        "sklearn",
        "GradientBoostingClassifier GradientBoostingRegressor",
        "criterion",
        "mse",
        "squared_error",
        "scikit-learn 1.2",
    ),
    Value("sklearn", "KMeans", "algorithm", "full", "lloyd", "scikit-learn 1.3"),
    Value("sklearn", "KMeans", "algorithm", "auto", "lloyd", "scikit-learn 1.3"),
    Value("sklearn", "RANSACRegressor", "loss", "absolute_loss", "absolute_error", "scikit-learn 1.2"),
    Value("sklearn", "RANSACRegressor", "loss", "squared_loss", "squared_error", "scikit-learn 1.2"),
    Value("sklearn", "", "scoring", "mean_squared_error", "neg_mean_squared_error", "scikit-learn 0.20"),
    Value("sklearn", "", "scoring", "mean_absolute_error", "neg_mean_absolute_error", "scikit-learn 0.20"),
    Value("sklearn", "", "scoring", "log_loss", "neg_log_loss", "scikit-learn 0.20"),
    Value("sklearn", "", "scoring", "rmse", "neg_root_mean_squared_error", "scikit-learn 0.22"),
)
