namespace SmartKart.FeatureStore;

/// <summary>The feature store could not do as asked. The leaves say what was wrong: a definition, an expression, a store.</summary>
public abstract class FeatureStoreException : Exception
{
    private protected FeatureStoreException(string message, Exception? cause = null) : base(message, cause) { }
}
