using SmartKart.Broker.Groups;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using Result = SmartKart.Broker.Messages.DeleteGroupsResponse.DeletableGroupResult;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>Deletes groups that nobody is in, with their offsets.</summary>
internal sealed class DeleteGroupsHandler(GroupCoordinator groups) : GroupHandler<DeleteGroupsRequest, DeleteGroupsResponse>(ApiKey.DeleteGroups, groups)
{
    protected override async ValueTask<DeleteGroupsResponse> AnswerAsync(DeleteGroupsRequest request, RequestContext context)
    {
        var response = new DeleteGroupsResponse();
        foreach (var id in request.GroupsNames)
        {
            var error = await WithAsync(id, create: false, group => group is null ? ErrorCode.GroupIdNotFound : Groups.Delete(group));
            response.Results.Add(new Result { GroupId = id, ErrorCode = error });
        }
        return response;
    }

    protected override DeleteGroupsResponse Refuse(DeleteGroupsRequest request, RequestContext context, ErrorCode error) =>
        new() { Results = request.GroupsNames.ConvertAll(id => new Result { GroupId = id, ErrorCode = error }) };
}
