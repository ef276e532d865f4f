namespace SmartKart.Streams.Tasks;

/// <summary>Lets the operators of one task share an object that lives and ends with the task. What operators are given as their context is one.</summary>
internal interface ITaskScope
{
    /// <summary>The object under this name; the first to ask has it made. In memory alone: a task that starts anew has a new one.</summary>
    T Shared<T>(string name) where T : class, new();
}
