using System.Numerics.Tensors;

namespace SmartKart.Scoring.Recommenders;

/// <summary>A user of factors: the vector of training, or one that is folded in. The system that gives it explains scores, too, and is factorised once.</summary>
internal sealed class FactorUser : VectorUser
{
    private readonly FactorModel _model;
    private readonly float[] _system, _solved;
    private bool _isFactorised;

    public FactorUser(FactorModel model) : base(((IVectorRecommender)model).Width)
    {
        _model = model;
        (_system, _solved) = (new float[model.Factors * model.Factors], new float[model.Factors]);
    }

    /// <exception cref="ModelException">The model wasn't trained with the user, and can't fold them in.</exception>
    public override void Begin(int user, ReadOnlySpan<int> history)
    {
        _isFactorised = false;
        var vector = Vector[.._model.Factors];
        Vector[_model.Factors..].Fill(1);      // what the bias is multiplied by
        if (user >= 0 && user < _model.Users)
        {
            _model.UserVectors.Span.Slice(user * vector.Length, vector.Length).CopyTo(vector);
            return;
        }
        vector.Clear();
        Factorise(history);
        foreach (var item in history) TensorPrimitives.MultiplyAdd(_model.Vector(item), _model.FoldIn!.WeightOf(item), vector, vector);
        Cholesky.Substitute(_system, vector);
    }

    public override void Explain(ReadOnlySpan<int> history, int item, float weight, Span<float> contributions)
    {
        if (_model.FoldIn is not { } foldIn) return;
        if (!_isFactorised) Factorise(history);
        _model.Vector(item).CopyTo(_solved);
        Cholesky.Substitute(_system, _solved);
        for (var at = 0; at < history.Length; at++) contributions[at] += weight * foldIn.WeightOf(history[at]) * TensorPrimitives.Dot(_model.Vector(history[at]), _solved);
    }

    private void Factorise(ReadOnlySpan<int> history)
    {
        var foldIn = _model.FoldIn ?? throw _model.CannotFoldIn();
        foldIn.Factorise(_model.Gram, _model.ItemVectors.Span, history, _system, _model.Factors);
        _isFactorised = true;
    }
}
